"""`./fashionistar smoke`: buys like a person over HTTP and says what failed."""
