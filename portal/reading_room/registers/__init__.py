"""The registers that an archive keeps."""
