"""What a chart may claim: arrays in, arrays out."""
