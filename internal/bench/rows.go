package main

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"zhas/internal/store"
)

// rows is a server written by hand for the questions alone: one flat statement
// each (two for the tree), its rows written as JSON. What it costs is what the database and HTTP
// cost: the physical limit. It checks nothing.
type rows struct {
	// each runs a statement and calls do for every row.
	each       func(ctx context.Context, statement string, args []any, do func(result) error) error
	statements *atomic.Int64
}

// result is what reading rows takes, by whichever driver.
type result interface {
	Next() bool
	Scan(into ...any) error
	Err() error
}

// newRows connects as fast as each database allows: to PostgreSQL by pgx alone,
// to SQLite by prepared statements.
func newRows(ctx context.Context, options store.Options, statements *atomic.Int64) (http.Handler, func() error, error) {
	server := &rows{statements: statements}
	if options.DatabaseURL != "" {
		pool, err := pgxpool.New(ctx, options.DatabaseURL)
		if err != nil {
			return nil, nil, err
		}
		server.each = func(ctx context.Context, statement string, args []any, do func(result) error) error {
			found, err := pool.Query(ctx, statement, args...)
			if err != nil {
				return err
			}
			defer found.Close()
			return server.read(found, do)
		}
		return server.routes(), func() error { pool.Close(); return nil }, nil
	}
	opened, err := store.Open(ctx, options)
	if err != nil {
		return nil, nil, err
	}
	prepared := map[string]*sql.Stmt{}
	stop := func() error {
		var errs []error
		for _, statement := range prepared {
			errs = append(errs, statement.Close())
		}
		return errors.Join(append(errs, opened.Close())...)
	}
	for _, statement := range flatStatements {
		ready, err := opened.DB().PrepareContext(ctx, holders.ReplaceAllString(statement, "?$1")) //nolint:sqlclosecheck // stop closes it
		if err != nil {
			return nil, nil, errors.Join(err, stop())
		}
		prepared[statement] = ready
	}
	server.each = func(ctx context.Context, statement string, args []any, do func(result) error) error {
		found, err := prepared[statement].QueryContext(ctx, args...) //nolint:rowserrcheck // read does
		if err != nil {
			return err
		}
		defer found.Close()
		return server.read(found, do)
	}
	return server.routes(), stop, nil
}

func (s *rows) read(found result, do func(result) error) error {
	s.statements.Add(1)
	for found.Next() {
		if err := do(found); err != nil {
			return err
		}
	}
	return found.Err()
}

// holders are PostgreSQL's placeholders, which SQLite writes ?1.
var holders = regexp.MustCompile(`\$([0-9]+)`)

const (
	flatNode = `SELECT title, stage, direction, created_at FROM social_projects WHERE id = $1`
	flatTree = `SELECT p.id, p.title, p.stage, p.created_at, r.iso_code, r.time_zone, h.id, h.name
		FROM social_projects p JOIN regions r ON r.id = p.region_id LEFT JOIN host_organizations h ON h.id = p.host_id
		ORDER BY p.created_at, p.id LIMIT 51`
	// One join of all would repeat each project with every member, and sort them.
	flatMembers = `SELECT m.project_id, m.role, y.id, y.family_name, y.given_name, r.iso_code
		FROM members m JOIN youths y ON y.id = m.youth_id JOIN regions r ON r.id = y.region_id
		WHERE m.project_id IN (SELECT id FROM social_projects ORDER BY created_at, id LIMIT 50) ORDER BY m.id`
	flatListColumns = `SELECT p.id, p.title, p.stage, p.direction, p.created_at, r.iso_code
		FROM social_projects p JOIN regions r ON r.id = p.region_id `
	flatFirst    = flatListColumns + `ORDER BY p.created_at, p.id LIMIT $1`
	flatAfter    = flatListColumns + `WHERE (p.created_at, p.id) > ($2, $3) ORDER BY p.created_at, p.id LIMIT $1`
	flatFiltered = flatListColumns + `WHERE p.region_id = (SELECT id FROM regions WHERE iso_code = $4) AND p.stage = $5
		AND (p.created_at, p.id) > ($2, $3) ORDER BY p.created_at, p.id LIMIT $1`
	// The rows are chosen before they are joined: PostgreSQL would join and sort
	// all that begin so.
	flatPrefix = `SELECT y.id, y.family_name, y.given_name, r.iso_code
		FROM (SELECT * FROM youths WHERE family_name_order >= $1 AND family_name_order < $2 ORDER BY family_name_order, id LIMIT 21) y
		JOIN regions r ON r.id = y.region_id ORDER BY y.family_name_order, y.id`
	flatFragment = `SELECT y.id, y.family_name, y.given_name, r.iso_code FROM youths y JOIN regions r ON r.id = y.region_id
		WHERE y.search_text LIKE $1 ORDER BY y.family_name_order, y.id LIMIT 21`
	flatCount  = `SELECT count(*) FROM social_projects WHERE region_id = (SELECT id FROM regions WHERE iso_code = $1)`
	flatCounts = `SELECT s.year, r.iso_code, c.stage, c.n
		FROM (SELECT season_id, region_id, stage, count(*) AS n FROM social_projects GROUP BY 1, 2, 3) c
		JOIN seasons s ON s.id = c.season_id JOIN regions r ON r.id = c.region_id
		ORDER BY s.year, r.kato, c.stage`
)

var flatStatements = []string{
	flatNode, flatTree, flatMembers, flatFirst, flatAfter, flatFiltered, flatPrefix, flatFragment, flatCount, flatCounts,
}

// routes are the questions by name; their arguments come in the query string.
func (s *rows) routes() http.Handler {
	mux := http.NewServeMux()
	for name, answer := range map[string]func(context.Context, url.Values) ([]byte, error){
		"node": s.node, "tree": s.tree, "list": s.list, "people": s.people, "count": s.count, "counts": s.counts,
	} {
		mux.HandleFunc("/"+name, func(w http.ResponseWriter, r *http.Request) {
			text, err := answer(r.Context(), r.URL.Query())
			if err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Length", strconv.Itoa(len(text)))
			_, _ = w.Write(text)
		})
	}
	return mux
}

func (s *rows) node(ctx context.Context, asked url.Values) ([]byte, error) {
	id, err := strconv.ParseInt(asked.Get("id"), 10, 64)
	if err != nil {
		return nil, err
	}
	var text []byte
	err = s.each(ctx, flatNode, []any{id}, func(r result) error {
		var title, stage, direction string
		var created time.Time
		if err := r.Scan(&title, &stage, &direction, &created); err != nil {
			return err
		}
		text = appendID(append(text, `{"data":{"node":{"id":`...), id)
		text = appendString(append(text, `,"title":`...), title)
		text = appendString(append(text, `,"stage":`...), stage)
		text = appendString(append(text, `,"direction":`...), direction)
		text = appendTime(append(text, `,"createdAt":`...), created)
		text = append(text, `}}}`...)
		return nil
	})
	return text, err
}

func (s *rows) list(ctx context.Context, asked url.Values) ([]byte, error) {
	size, err := strconv.Atoi(asked.Get("size"))
	if err != nil {
		return nil, err
	}
	var created time.Time
	var id int64
	statement, args := flatFirst, []any{size + 1}
	if after := asked.Get("created"); after != "" {
		if created, err = time.Parse(time.RFC3339Nano, after); err != nil {
			return nil, err
		}
		if id, err = strconv.ParseInt(asked.Get("id"), 10, 64); err != nil {
			return nil, err
		}
		statement, args = flatAfter, append(args, created, id)
	}
	if region := asked.Get("region"); region != "" {
		statement, args = flatFiltered, []any{size + 1, created, id, region, asked.Get("stage")}
	}
	text := []byte(`{"data":{"socialProjects":{"nodes":[`)
	var last []byte
	n := 0
	err = s.each(ctx, statement, args, func(r result) error {
		var id int64
		var title, stage, direction, region string
		var created time.Time
		if n++; n > size {
			return nil
		}
		if err := r.Scan(&id, &title, &stage, &direction, &created, &region); err != nil {
			return err
		}
		text = appendID(append(text, `{"id":`...), id)
		text = appendString(append(text, `,"title":`...), title)
		text = appendString(append(text, `,"stage":`...), stage)
		text = appendString(append(text, `,"direction":`...), direction)
		text = appendTime(append(text, `,"createdAt":`...), created)
		text = appendString(append(text, `,"region":{"isoCode":`...), region)
		text = append(text, `}},`...)
		if n == size {
			last = strconv.AppendInt(append(created.AppendFormat(last, time.RFC3339Nano), ' '), id, 10)
		}
		return nil
	})
	text = append(trimComma(text), `],"pageInfo":{"hasNextPage":`...)
	text = append(strconv.AppendBool(text, n > size), `,"endCursor":"`...)
	return append(append(text, last...), `"}}}}`...), err
}

func (s *rows) tree(ctx context.Context, _ url.Values) ([]byte, error) {
	members := map[int64][]byte{} // by project
	err := s.each(ctx, flatMembers, nil, func(r result) error {
		var project, id int64
		var role, family, given, region string
		if err := r.Scan(&project, &role, &id, &family, &given, &region); err != nil {
			return err
		}
		text := appendString(append(members[project], `{"role":`...), role)
		text = appendID(append(text, `,"youth":{"id":`...), id)
		text = appendString(append(text, `,"familyName":`...), family)
		text = appendString(append(text, `,"givenName":`...), given)
		text = appendString(append(text, `,"region":{"isoCode":`...), region)
		members[project] = append(text, `}}},`...)
		return nil
	})
	if err != nil {
		return nil, err
	}
	text := []byte(`{"data":{"socialProjects":{"nodes":[`)
	n := 0
	err = s.each(ctx, flatTree, nil, func(r result) error {
		var id int64
		var title, stage, region, zone string
		var created time.Time
		var hostID *int64
		var host *string
		if n++; n > 50 {
			return nil
		}
		if err := r.Scan(&id, &title, &stage, &created, &region, &zone, &hostID, &host); err != nil {
			return err
		}
		text = appendID(append(text, `{"id":`...), id)
		text = appendString(append(text, `,"title":`...), title)
		text = appendString(append(text, `,"stage":`...), stage)
		text = appendTime(append(text, `,"createdAt":`...), created)
		text = appendString(append(text, `,"region":{"isoCode":`...), region)
		text = appendString(append(text, `,"timeZone":`...), zone)
		text = append(text, `},"host":`...)
		if hostID == nil {
			text = append(text, `null`...)
		} else {
			text = appendID(append(text, `{"id":`...), *hostID)
			text = appendString(append(text, `,"name":`...), *host)
			text = append(text, `}`...)
		}
		text = append(append(text, `,"members":[`...), members[id]...)
		text = append(trimComma(text), `]},`...)
		return nil
	})
	text = append(trimComma(text), `],"pageInfo":{"hasNextPage":`...)
	return append(strconv.AppendBool(text, n > 50), `}}}}`...), err
}

func (s *rows) people(ctx context.Context, asked url.Values) ([]byte, error) {
	statement, args := flatFragment, []any{"%" + asked.Get("fragment") + "%"}
	if from := asked.Get("from"); from != "" {
		statement, args = flatPrefix, []any{from, asked.Get("to")}
	}
	text := []byte(`{"data":{"youths":{"nodes":[`)
	n := 0
	err := s.each(ctx, statement, args, func(r result) error {
		var id int64
		var family, given, region string
		if n++; n > 20 {
			return nil
		}
		if err := r.Scan(&id, &family, &given, &region); err != nil {
			return err
		}
		text = appendID(append(text, `{"id":`...), id)
		text = appendString(append(text, `,"familyName":`...), family)
		text = appendString(append(text, `,"givenName":`...), given)
		text = appendString(append(text, `,"region":{"isoCode":`...), region)
		text = append(text, `}},`...)
		return nil
	})
	text = append(trimComma(text), `],"pageInfo":{"hasNextPage":`...)
	return append(strconv.AppendBool(text, n > 20), `}}}}`...), err
}

func (s *rows) count(ctx context.Context, asked url.Values) ([]byte, error) {
	text := []byte(`{"data":{"socialProjects":{"totalCount":`)
	err := s.each(ctx, flatCount, []any{asked.Get("region")}, func(r result) error {
		var n int64
		err := r.Scan(&n)
		text = append(strconv.AppendInt(text, n, 10), `}}}`...)
		return err
	})
	return text, err
}

func (s *rows) counts(ctx context.Context, _ url.Values) ([]byte, error) {
	text := []byte(`{"data":{"socialProjectCounts":[`)
	err := s.each(ctx, flatCounts, nil, func(r result) error {
		var year, n int64
		var region, stage string
		if err := r.Scan(&year, &region, &stage, &n); err != nil {
			return err
		}
		text = strconv.AppendInt(append(text, `{"season":{"year":`...), year, 10)
		text = appendString(append(text, `},"region":{"isoCode":`...), region)
		text = appendString(append(text, `},"stage":`...), stage)
		text = strconv.AppendInt(append(text, `,"count":`...), n, 10)
		text = append(text, `},`...)
		return nil
	})
	return append(trimComma(text), `]}}`...), err
}

// trimComma takes away the comma behind the last element of a list.
func trimComma(text []byte) []byte {
	if text[len(text)-1] == ',' {
		return text[:len(text)-1]
	}
	return text
}

// appendID writes an identifier, which the graph sends as text.
func appendID(text []byte, id int64) []byte {
	return append(strconv.AppendInt(append(text, '"'), id, 10), '"')
}

func appendTime(text []byte, t time.Time) []byte {
	return append(t.UTC().AppendFormat(append(text, '"'), time.RFC3339Nano), '"')
}

// appendString writes a JSON string of valid UTF-8.
func appendString(text []byte, s string) []byte {
	text = append(text, '"')
	begun := 0
	for i := range len(s) {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		text = append(text, s[begun:i]...)
		begun = i + 1
		if c < ' ' {
			const digits = "0123456789abcdef"
			text = append(text, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
			continue
		}
		text = append(text, '\\', c)
	}
	return append(append(text, s[begun:]...), '"')
}
