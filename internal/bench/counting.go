package main

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"
)

// A counter stands between servers and PostgreSQL and counts the statements
// that are run, whoever sends them: the protocol is the same for all.
type counter struct {
	listener   net.Listener
	network    string
	server     string
	statements atomic.Int64
	// Address leads through the counter.
	address string
}

// count listens in a folder of its own for connections to the database.
func count(databaseURL string) (*counter, error) {
	config, err := pgx.ParseConfig(databaseURL)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("/tmp", "zhas-count.") // a path to a socket holds 107 bytes
	if err != nil {
		return nil, err
	}
	c := &counter{address: databaseURL + " host=" + dir + " port=5432"}
	c.network, c.server = pgconn.NetworkAddress(config.Host, config.Port)
	if c.listener, err = net.Listen("unix", filepath.Join(dir, ".s.PGSQL.5432")); err != nil { //nolint:noctx // a socket does not wait
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	go func() {
		for {
			client, err := c.listener.Accept()
			if err != nil {
				return
			}
			go c.connect(client)
		}
	}()
	return c, nil
}

func (c *counter) close() error {
	dir := filepath.Dir(c.listener.Addr().String())
	return errors.Join(c.listener.Close(), os.RemoveAll(dir))
}

// connect serves one connection until either side ends it.
func (c *counter) connect(client net.Conn) {
	defer client.Close()
	server, err := (&net.Dialer{}).DialContext(context.Background(), c.network, c.server)
	if err != nil {
		return
	}
	defer server.Close()
	go func() {
		_, _ = io.Copy(client, server)
		_ = client.Close()
	}()
	messages := pgproto3.NewBackend(io.TeeReader(client, server), io.Discard)
	if _, err := messages.ReceiveStartupMessage(); err != nil {
		return
	}
	for {
		message, err := messages.Receive()
		if err != nil {
			return
		}
		switch message.(type) {
		case *pgproto3.Execute, *pgproto3.Query:
			c.statements.Add(1)
		}
	}
}
