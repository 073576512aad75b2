package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"zhas/internal/store"
)

// A contestant is a server over a database.
type contestant struct {
	kind     string // zhas, rows or postgraphile
	database string // store.Dialect of the database
	options  store.Options
	folder   string // of PostGraphile
	profile  string // file for the processor profile of a Go server
}

// A server is a running contestant.
type server struct {
	contestant
	command *exec.Cmd
	stdin   io.Closer
	log     *bytes.Buffer
	address string
	http    *http.Client
}

// start runs the contestant in a process of its own, over the database it has
// or over another way there. Only PostgreSQL is led another way.
func (c contestant) start(ctx context.Context, databaseURL string) (*server, error) {
	s := &server{contestant: c, log: new(bytes.Buffer), http: new(http.Client)}
	if c.kind == "postgraphile" {
		config, err := pgx.ParseConfig(databaseURL)
		if err != nil {
			return nil, err
		}
		s.command = exec.CommandContext(ctx, filepath.Join("node_modules", ".bin", "node"), "server.mjs") //nolint:gosec // the folder is the operator's word
		s.command.Dir = c.folder
		s.command.Env = append(os.Environ(), "NODE_ENV=production", "GRAPHILE_ENV=production",
			"PGHOST="+config.Host, fmt.Sprintf("PGPORT=%d", config.Port), "PGUSER="+config.User, "PGDATABASE="+config.Database)
	} else {
		program, err := os.Executable()
		if err != nil {
			return nil, err
		}
		s.command = exec.CommandContext(ctx, program, "serve", "-kind", c.kind, "-profile", c.profile, //nolint:gosec // this program
			"-data-dir", c.options.DataDir, "-database-url", databaseURL)
	}
	s.command.Stderr = s.log
	stdin, err := s.command.StdinPipe()
	if err != nil {
		return nil, err
	}
	s.stdin = stdin
	stdout, err := s.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.command.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s does not start: %w", c.kind, err), s.stop())
	}
	s.address = strings.TrimSpace(line)
	return s, nil
}

// stop ends the server and returns what it complained of, if it failed.
func (s *server) stop() error {
	s.http.CloseIdleConnections()
	err := errors.Join(s.stdin.Close(), s.command.Wait())
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", s.kind, err, s.log)
	}
	return nil
}

// A request is a question as one server is asked it.
type request struct {
	path string
	body []byte // of a POST, nil for GET
}

// prepare writes the request of a question, after it has walked to the page.
func (s *server) prepare(ctx context.Context, q *question) (request, error) {
	if s.kind == "rows" {
		return request{path: "/" + q.path + "?" + q.values.Encode()}, nil
	}
	asked := q.zhas
	if s.kind == "postgraphile" {
		asked = q.postgraphile
	}
	variables := maps.Clone(asked.variables)
	for left := q.before; left > 0; {
		step := maps.Clone(variables)
		step["first"] = min(left, 100)
		left -= min(left, 100)
		answer, err := s.ask(ctx, graphQL(asked.step, step))
		if err != nil {
			return request{}, err
		}
		var page struct {
			Data struct {
				SocialProjects struct{ PageInfo struct{ EndCursor string } }
			}
		}
		if err := json.Unmarshal(answer, &page); err != nil {
			return request{}, err
		}
		variables["after"] = page.Data.SocialProjects.PageInfo.EndCursor
	}
	return graphQL(asked.text, variables), nil
}

func graphQL(text string, variables map[string]any) request {
	body, err := json.Marshal(map[string]any{"query": text, "variables": variables})
	if err != nil {
		body = []byte(err.Error()) // the server refuses it
	}
	return request{path: "/graphql", body: body}
}

// ask sends a request and returns the answer, which is an error unless it has
// data and nothing went wrong.
func (s *server) ask(ctx context.Context, r request) ([]byte, error) {
	method, body := http.MethodGet, io.Reader(nil)
	if r.body != nil {
		method, body = http.MethodPost, bytes.NewReader(r.body)
	}
	req, err := http.NewRequestWithContext(ctx, method, s.address+r.path, body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept-Encoding", "identity")
	if r.body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	response, err := s.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err == nil && (response.StatusCode != http.StatusOK || bytes.Contains(answer, []byte(`"errors":`))) {
		err = fmt.Errorf("%s on %s answers %s to %s: %s", s.kind, s.database, response.Status, r.body, answer)
	}
	return answer, err
}

// statements is how many statements the server has sent to SQLite so far.
func (s *server) statements(ctx context.Context) (int64, error) {
	answer, err := s.ask(ctx, request{path: "/statements"})
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(string(answer), 10, 64)
}
