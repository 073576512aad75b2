package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"zhas/ent"
	"zhas/internal/demo"
	"zhas/internal/facts"
	"zhas/internal/personal"
	"zhas/internal/store"
	"zhas/internal/vault"
	"zhas/internal/viewer"
)

// createPostgres makes a database on the server and returns its address and
// what drops it.
func createPostgres(ctx context.Context, server string) (address string, drop func() error, err error) {
	name := "zhas_bench_" + strings.ToLower(rand.Text())
	run := func(ctx context.Context, statement string) error {
		conn, err := pgx.Connect(ctx, server)
		if err != nil {
			return err
		}
		_, err = conn.Exec(ctx, statement)
		return errors.Join(err, conn.Close(ctx))
	}
	if err := run(ctx, "CREATE DATABASE "+name+" TEMPLATE template0"); err != nil {
		return "", nil, err
	}
	// Of libpq keywords the last one counts.
	return server + " dbname=" + name, func() error {
		return run(context.WithoutCancel(ctx), "DROP DATABASE "+name+" WITH (FORCE)")
	}, nil
}

// fill brings the schema up to date and generates the season.
func fill(ctx context.Context, options store.Options, s settings, logs io.Writer) (err error) {
	opened, err := store.Open(ctx, options)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, opened.Close()) }()
	begun := time.Now()
	if err := opened.Migrate(ctx); err != nil {
		return err
	}
	ctx, client := viewer.AsSystem(ctx), ent.NewClient(ent.Driver(opened.Driver()))
	if _, err := facts.Load(ctx, client); err != nil {
		return err
	}
	records, closeKeys, err := recordsIn(ctx, client)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeKeys()) }()
	if _, err := demo.Generate(ctx, client, records, demo.Options{Youth: s.youth, Projects: s.projects, Seed: s.seed}); err != nil {
		return err
	}
	// Both planners know the data, as they do in a database that has served for a day.
	tidy := "ANALYZE"
	if opened.Dialect() == "postgres" {
		tidy = "VACUUM (ANALYZE)"
	}
	if _, err := opened.DB().ExecContext(ctx, tidy); err != nil {
		return err
	}
	_, err = fmt.Fprintf(logs, "%s is filled after %.0f s\n", opened.Dialect(), time.Since(begun).Seconds())
	return err
}

// recordsIn seals what is held of people by a vault in a folder of its own, which
// nothing opens again.
func recordsIn(ctx context.Context, client *ent.Client) (_ *personal.Records, done func() error, err error) {
	folder, err := os.MkdirTemp("", "zhas-bench-vault-")
	if err != nil {
		return nil, nil, err
	}
	keys, err := store.OpenKeys(ctx, store.Options{DataDir: folder})
	if err != nil {
		return nil, nil, errors.Join(err, os.RemoveAll(folder))
	}
	done = func() error { return errors.Join(keys.Close(), os.RemoveAll(folder)) }
	if err := keys.Migrate(ctx); err != nil {
		return nil, nil, errors.Join(err, done())
	}
	v, err := vault.Open(ctx, filepath.Join(folder, "vault.key"), keys)
	if err != nil {
		return nil, nil, errors.Join(err, done())
	}
	return personal.New(client, v), done, nil
}

// forPostGraphile makes what PostGraphile serves beside the tables: counts by
// groups are a view, the way its documentation gives for own statements.
func forPostGraphile(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, `
		CREATE VIEW project_counts AS
			SELECT season_id, region_id, stage, count(*)::int AS count FROM social_projects GROUP BY 1, 2, 3;
		COMMENT ON VIEW project_counts IS
			'@foreignKey (season_id) references seasons (id)
@foreignKey (region_id) references regions (id)';
		COMMENT ON COLUMN youths.search_text IS '@behavior +attribute:filterBy';`)
	return err
}
