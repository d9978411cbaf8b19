"""One folder for each thing a person would name; none of them imports another."""
