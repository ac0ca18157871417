"""Many files: found, isolated from each other, remembered, published in one step: `folder.run_folder`."""
