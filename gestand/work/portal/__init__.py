"""What people see and do with their own data after they signed in."""
