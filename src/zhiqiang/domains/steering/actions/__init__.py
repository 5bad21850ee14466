"""What is done in steering: shares are proposed and verified as a set, meetings prepared, held, signed and followed."""
