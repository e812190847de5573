"""Finding tickets by what was said in them and by whom; the index is files in the bucket."""
