"""Makes ``conftest`` of this folder a module of its own beside that of all tests."""
