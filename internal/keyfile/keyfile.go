// Package keyfile keeps a key in a file, apart from the database.
package keyfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// ReadOrMake returns what the file at path holds. Where there is none, it writes
// what fresh returns: whole or not at all, readable by its owner only, and on the
// disk. Of several processes that start at once one writes, and all get the same.
func ReadOrMake(path string, fresh func() ([]byte, error)) ([]byte, error) {
	content, err := os.ReadFile(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return content, err
	}
	if content, err = fresh(); err != nil {
		return nil, err
	}
	if err := write(path, content); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

// Replace puts content in the place of what the file at path holds, whole or not
// at all.
func Replace(path string, content []byte) error {
	return place(path, content, os.Rename)
}

// write makes the file, unless there is one by now.
func write(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	// Unlike renaming, linking replaces nothing.
	if err := place(path, content, os.Link); !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

// place writes a file under another name, waits for the disk, and gives it its
// name.
func place(path string, content []byte, name func(from, to string) error) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".key-*") // mode 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(file.Name()) }()
	_, err = file.Write(content)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	return name(file.Name(), path)
}
