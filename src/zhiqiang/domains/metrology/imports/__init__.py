"""Outside files of metrology: digital calibration certificates and their signatures. Knows no Django."""
