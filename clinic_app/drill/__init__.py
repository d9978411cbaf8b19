"""The outage drill: two workstations, a cut cable, a killed program, and an honest count afterwards."""
