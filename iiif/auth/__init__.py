"""Authorization Flow 2.0, with Auth 1.0 beside it for viewers that know no other."""
