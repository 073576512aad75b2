package store

import (
	"archive/tar"
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/klauspost/compress/zstd"
)

// A backup is one file: a zstd stream of a tar, in which manifest.json comes
// first and then, in the manifest's order, tables/NAME.jsonl, whose lines are
// rows: JSON arrays of canonical values in the order of the columns. The file
// ends with a skippable zstd frame (so that the usual tools read it) holding the
// SHA-256 of every byte before that digest.
const (
	// backupFormat is the version of this layout.
	backupFormat = 1
	manifestName = "manifest.json"
	digestFrame  = "\x50\x2A\x4D\x18\x20\x00\x00\x00" // a skippable frame of 32 bytes
)

// ErrDamaged is the error of a backup that is not as it was written.
var ErrDamaged = errors.New("the backup is damaged, or the file is no backup: its checksum does not match its content")

// A Manifest says what a backup holds.
type Manifest struct {
	Format  int       `json:"format"`  // the version of the file's layout
	Product string    `json:"product"` // the release of the program that wrote it
	Schema  int64     `json:"schema"`  // the schema version of the data
	Dialect string    `json:"dialect"` // the database it was taken from: sqlite3 or postgres
	Created time.Time `json:"created"` // when, in UTC
	Tables  []Table   `json:"tables"`  // a table after those it refers to, as far as that goes
}

// A Table is one table of a backup.
type Table struct {
	Name    string   `json:"name"`
	Columns []Column `json:"columns"`
	Key     []string `json:"key"` // the columns of the primary key, which order the rows
	Rows    int64    `json:"rows"`
	SHA256  string   `json:"sha256"`           // of the lines of its rows, in hexadecimal
	NextID  int64    `json:"nextId,omitempty"` // the id of the next row, where the database deals ids
}

// A Column is one column of a table.
type Column struct {
	Name string `json:"name"`
	Kind kind   `json:"kind"`
}

func entryName(table string) string { return "tables/" + table + ".jsonl" }

// createFile writes a file that nobody but its owner may read, all of it or
// nothing: under another name until it is complete and on the disk. It refuses
// to replace a file.
func createFile(path string, write func(io.Writer) error) (err error) {
	if err := refuseExisting(path); err != nil {
		return err
	}
	dir := filepath.Dir(path)
	file, err := os.CreateTemp(dir, ".zhas-backup-*") // mode 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = file.Close()
			_ = os.Remove(file.Name())
		}
	}()
	buffer := bufio.NewWriter(file)
	if err := write(buffer); err != nil {
		return err
	}
	if err := buffer.Flush(); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	if err := refuseExisting(path); err != nil {
		return err
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return err
	}
	return syncDir(dir)
}

func refuseExisting(path string) error {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		if err != nil {
			return err
		}
		return fmt.Errorf("%s exists already: give another name", path)
	}
	return nil
}

// syncDir makes the names in a folder survive a loss of power.
func syncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// writeArchive writes a backup; lines has the rows of the manifest's tables one
// after another, sizes how many bytes each has.
func writeArchive(w io.Writer, manifest Manifest, lines io.Reader, sizes []int64) error {
	hash := sha256.New()
	hashed := io.MultiWriter(w, hash)
	compressor, err := zstd.NewWriter(hashed)
	if err != nil {
		return err
	}
	archive := tar.NewWriter(compressor)
	head, err := json.MarshalIndent(manifest, "", "\t")
	if err != nil {
		return err
	}
	add := func(name string, size int64, content io.Reader) error {
		header := &tar.Header{Name: name, Size: size, Mode: 0o600, ModTime: manifest.Created}
		if err := archive.WriteHeader(header); err != nil {
			return err
		}
		_, err := io.CopyN(archive, content, size)
		return err
	}
	if err := add(manifestName, int64(len(head)), bytes.NewReader(head)); err != nil {
		return err
	}
	for i, table := range manifest.Tables {
		if err := add(entryName(table.Name), sizes[i], lines); err != nil {
			return err
		}
	}
	if err := archive.Close(); err != nil {
		return err
	}
	if err := compressor.Close(); err != nil {
		return err
	}
	if _, err := io.WriteString(hashed, digestFrame); err != nil {
		return err
	}
	_, err = w.Write(hash.Sum(nil))
	return err
}

// Verify reads the whole backup at path and returns its manifest, or ErrDamaged
// when a single byte is not as it was written.
func Verify(path string) (Manifest, error) {
	file, manifest, err := openBackup(path)
	if err != nil {
		return Manifest{}, err
	}
	return manifest, file.Close()
}

// openBackup opens and verifies the backup at path.
func openBackup(path string) (_ *os.File, _ Manifest, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, Manifest{}, fmt.Errorf("opening the backup: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("%s: %w", path, err), file.Close())
		}
	}()
	if err := verifyDigest(file); err != nil {
		return nil, Manifest{}, err
	}
	manifest, err := readArchive(file, verifyTable)
	if err != nil {
		return nil, Manifest{}, err
	}
	return file, manifest, nil
}

// verifyDigest compares the digest at the end of a backup with what precedes it.
func verifyDigest(file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	size := info.Size() - sha256.Size
	if size < int64(len(digestFrame)) {
		return ErrDamaged
	}
	hash := sha256.New()
	if _, err := io.CopyN(hash, file, size); err != nil {
		return err
	}
	digest := make([]byte, sha256.Size)
	if _, err := io.ReadFull(file, digest); err != nil {
		return err
	}
	if !bytes.Equal(digest, hash.Sum(nil)) {
		return ErrDamaged
	}
	return nil
}

// readArchive reads a backup from its beginning and calls each with every table
// and its lines, in the manifest's order.
func readArchive(file io.ReadSeeker, each func(Table, io.Reader) error) (Manifest, error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return Manifest{}, err
	}
	decompressor, err := zstd.NewReader(bufio.NewReader(file))
	if err != nil {
		return Manifest{}, err
	}
	defer decompressor.Close()
	archive := tar.NewReader(decompressor)
	var manifest Manifest
	if err := nextEntry(archive, manifestName); err != nil {
		return Manifest{}, err
	}
	if err := json.NewDecoder(archive).Decode(&manifest); err != nil {
		return Manifest{}, fmt.Errorf("%s: %w", manifestName, err)
	}
	if manifest.Format != backupFormat {
		return Manifest{}, fmt.Errorf("the backup has format %d, this program reads format %d: use the release that wrote it (%s)",
			manifest.Format, backupFormat, manifest.Product)
	}
	for _, table := range manifest.Tables {
		if err := nextEntry(archive, entryName(table.Name)); err != nil {
			return Manifest{}, err
		}
		if err := each(table, archive); err != nil {
			return Manifest{}, fmt.Errorf("table %s: %w", table.Name, err)
		}
	}
	return manifest, nil
}

func nextEntry(archive *tar.Reader, name string) error {
	header, err := archive.Next()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if header.Name != name {
		return fmt.Errorf("%s stands where %s should", header.Name, name)
	}
	return nil
}

// verifyTable compares the lines of a table with what the manifest says of them.
func verifyTable(table Table, lines io.Reader) error {
	var counted lineCounter
	hash := sha256.New()
	if _, err := io.Copy(io.MultiWriter(hash, &counted), lines); err != nil {
		return err
	}
	return table.compare(int64(counted), hex.EncodeToString(hash.Sum(nil)))
}

// compare returns an error unless the rows and digest are those of the manifest.
func (t Table) compare(rows int64, digest string) error {
	if rows != t.Rows || digest != t.SHA256 {
		return fmt.Errorf("%d rows with SHA-256 %s, but the manifest says %d rows with SHA-256 %s", rows, digest, t.Rows, t.SHA256)
	}
	return nil
}

type lineCounter int64

func (c *lineCounter) Write(p []byte) (int, error) {
	*c += lineCounter(bytes.Count(p, []byte{'\n'}))
	return len(p), nil
}
