package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// machine is what the figures were measured on.
type machine struct {
	processor                                  string
	cores                                      int
	memory                                     int64
	postgres, settings, sqlite, node, graphile string
	date                                       string
}

func describe(ctx context.Context, conn *pgx.Conn, s settings) (machine, error) {
	m := machine{cores: runtime.NumCPU(), date: time.Now().UTC().Format(time.DateOnly)}
	err := conn.QueryRow(ctx, `SELECT split_part(current_setting('server_version'), ' ', 1),
		string_agg(name || ' = ' || current_setting(name), ', ' ORDER BY name)
		FROM pg_settings WHERE name IN ('shared_buffers', 'work_mem', 'jit', 'autovacuum')`).Scan(&m.postgres, &m.settings)
	if err != nil {
		return m, err
	}
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return m, err
	}
	err = db.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&m.sqlite)
	if err := errors.Join(err, db.Close()); err != nil {
		return m, err
	}
	if m.processor, err = field("/proc/cpuinfo", "model name"); err != nil {
		return m, err
	}
	text, err := field("/proc/meminfo", "MemTotal")
	if err != nil {
		return m, err
	}
	kilobytes, err := strconv.ParseInt(strings.TrimSuffix(text, " kB"), 10, 64)
	if err != nil || s.postgraphile == "" {
		m.memory = kilobytes << 10
		return m, err
	}
	m.memory = kilobytes << 10
	command := exec.CommandContext(ctx, filepath.Join("node_modules", ".bin", "node"), "--version") //nolint:gosec // the folder is the operator's word
	command.Dir = s.postgraphile
	version, err := command.Output()
	if err != nil {
		return m, fmt.Errorf("PostGraphile is not installed in %s: run make bench: %w", s.postgraphile, err)
	}
	m.node = strings.TrimPrefix(strings.TrimSpace(string(version)), "v")
	described, err := os.ReadFile(filepath.Join(s.postgraphile, "node_modules", "postgraphile", "package.json"))
	if err != nil {
		return m, err
	}
	var pkg struct{ Version string }
	err = json.Unmarshal(described, &pkg)
	m.graphile = pkg.Version
	return m, err
}

// field reads a value from a file of lines "name: value".
func field(path, name string) (string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	for line := range strings.Lines(string(text)) {
		if key, value, found := strings.Cut(line, ":"); found && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value), nil
		}
	}
	return "unknown", nil
}

// names are how the report calls what it compares.
var (
	serverNames   = map[string]string{"rows": "rows", "zhas": "Zhas", "postgraphile": "PostGraphile"}
	databaseNames = map[string]string{"postgres": "PostgreSQL", "sqlite3": "SQLite"}
)

// markdown is the report as a section of a document.
func (r *report) markdown() string {
	var b strings.Builder
	m := r.machine
	fmt.Fprintf(&b, "%s young people, %s projects, seed %d; %s. Go %s, PostgreSQL %s (%s), SQLite %s",
		thousands(r.settings.youth), thousands(r.settings.projects), r.settings.seed, m.date,
		strings.TrimPrefix(runtime.Version(), "go"), m.postgres, m.settings, m.sqlite)
	if m.graphile != "" {
		fmt.Fprintf(&b, ", PostGraphile %s on Node.js %s", m.graphile, m.node)
	}
	fmt.Fprintf(&b, ". %s, %d cores, %d GiB of memory. Medians of %d blocks.\n", m.processor, m.cores, (m.memory+1<<29)>>30, r.settings.rounds)
	for _, database := range []string{"postgres", "sqlite3"} {
		r.table(&b, database)
	}
	b.WriteString("\n| memory of the server, MiB | idle | peak |\n|---|---:|---:|\n")
	for i, c := range r.contestants {
		fmt.Fprintf(&b, "| %s on %s | %d | %d |\n", serverNames[c.kind], databaseNames[c.database], r.idle[i]>>20, r.peak[i]>>20)
	}
	return b.String()
}

// table compares the servers over one database.
func (r *report) table(b *strings.Builder, database string) {
	var columns []int
	fmt.Fprintf(b, "\n| %s: processor ms a request", databaseNames[database])
	for i, c := range r.contestants {
		if c.database != database {
			continue
		}
		columns = append(columns, i)
		fmt.Fprintf(b, " | %s", serverNames[c.kind])
		if c.kind != "rows" {
			b.WriteString(" | × rows")
		}
		b.WriteString(" | statements | kB")
	}
	b.WriteString(" |\n|---")
	for _, i := range columns {
		b.WriteString("|---:|---:|---:")
		if r.contestants[i].kind != "rows" {
			b.WriteString("|---:")
		}
	}
	b.WriteString("|\n")
	for _, q := range r.questions {
		fmt.Fprintf(b, "| %s", q.title)
		limit := r.costs[q][columns[0]].total
		for _, i := range columns {
			c := r.costs[q][i]
			fmt.Fprintf(b, " | %s", milliseconds(c.total))
			if database == "postgres" {
				fmt.Fprintf(b, " (%s)", milliseconds(c.database))
			}
			if r.contestants[i].kind != "rows" {
				fmt.Fprintf(b, " | **%.1f**", float64(c.total)/float64(limit))
			}
			fmt.Fprintf(b, " | %d | %.1f", c.statements, float64(c.bytes)/1000)
		}
		b.WriteString(" |\n")
	}
}

// milliseconds writes a time with three digits that mean something.
func milliseconds(d time.Duration) string {
	ms := float64(d) / float64(time.Millisecond)
	switch {
	case ms < 1:
		return strconv.FormatFloat(ms, 'f', 3, 64)
	case ms < 10:
		return strconv.FormatFloat(ms, 'f', 2, 64)
	case ms < 100:
		return strconv.FormatFloat(ms, 'f', 1, 64)
	}
	return strconv.FormatFloat(ms, 'f', 0, 64)
}

const (
	sectionBegins = "<!-- make bench writes from here -->\n"
	sectionEnds   = "<!-- to here -->\n"
)

// writeSection writes the marked section of a document anew.
func writeSection(path, text string) error {
	document, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	before, rest, begins := strings.Cut(string(document), sectionBegins)
	_, after, ends := strings.Cut(rest, sectionEnds)
	if !begins || !ends {
		return fmt.Errorf("%s has no section between %q and %q", path, sectionBegins, sectionEnds)
	}
	return os.WriteFile(path, []byte(before+sectionBegins+"\n"+text+"\n"+sectionEnds+after), 0o644) //nolint:gosec // a document for everybody
}
