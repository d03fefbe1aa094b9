"""One module for each command of ./fashionistar."""
