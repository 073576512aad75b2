// Command newmigration writes the next migration of both databases, from the
// migrations there are to the schema that ent describes. Run it at the root of
// the project, after generating ent:
//
//	ZHAS_TEST_POSTGRES="host=/tmp/pg user=app dbname=postgres" go run ./internal/store/newmigration add_rubric
//
// Read what it wrote: a column it drops is lost.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"time"

	"zhas/ent/migrate"
	"zhas/internal/store/schemadiff"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "newmigration:", err)
		os.Exit(1)
	}
}

var validName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

func run(ctx context.Context, args []string) error {
	if len(args) != 1 || !validName.MatchString(args[0]) {
		return errors.New("give the migration one name of lower-case letters, digits and _, such as add_rubric")
	}
	postgres := os.Getenv("ZHAS_TEST_POSTGRES")
	if postgres == "" {
		return errors.New(`ZHAS_TEST_POSTGRES is not set: name a PostgreSQL server, such as "host=/tmp/pg user=app dbname=postgres"`)
	}
	dir := filepath.Join("internal", "store", "migrations")
	if _, err := os.Stat(dir); err != nil {
		return fmt.Errorf("run it at the root of the project: %w", err)
	}
	paths, err := schemadiff.Write(ctx, dir, time.Now().UTC().Format("20060102150405"), args[0], postgres, migrate.Tables)
	if err != nil {
		return err
	}
	for _, path := range paths {
		fmt.Println(path)
	}
	return nil
}
