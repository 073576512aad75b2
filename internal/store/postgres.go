package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"entgo.io/ent/dialect"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
)

// postgresConns bounds the connections of one replica, unless the address says
// pool_max_conns.
const postgresConns = 16

func (s *Store) openPostgres(ctx context.Context, options Options) error {
	config, err := pgxpool.ParseConfig(options.DatabaseURL)
	if err != nil {
		return fmt.Errorf("the address of the database (ZHAS_DATABASE_URL): %w", err) // pgx masks the password
	}
	if !strings.Contains(options.DatabaseURL, "pool_max_conns") {
		config.MaxConns = postgresConns
	}
	config.ConnConfig.RuntimeParams["timezone"] = "UTC"
	config.AfterConnect = func(_ context.Context, conn *pgx.Conn) error {
		conn.TypeMap().RegisterType(&pgtype.Type{
			Name: "timestamptz", OID: pgtype.TimestamptzOID,
			Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
		})
		return nil
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return fmt.Errorf("connecting to PostgreSQL: %w", err)
	}
	db := stdlib.OpenDBFromPool(pool)
	s.db = db
	s.close = func() error {
		err := db.Close()
		pool.Close()
		return err
	}
	s.driver = newDriver(dialect.Postgres, db, s.close)
	return s.check(ctx, s.Ping)
}

// nativeConn calls use with the pgx connection under a database/sql one.
func nativeConn(driverConn any, use func(*pgx.Conn) error) error {
	conn, ok := driverConn.(*stdlib.Conn)
	if !ok {
		return errors.New("not a PostgreSQL connection")
	}
	return use(conn.Conn())
}
