"""Run the command line with `python -m gestand`."""

from gestand.surfaces.cli import main

if __name__ == "__main__":
    main(prog_name="gestand")
