"""`python -m devstack`, called by ./fashionistar."""

import sys

from devstack.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
