// Package pgserver starts a PostgreSQL of its own in a temporary folder, for
// tests and for measuring. It is gone when the process is, however that ends.
package pgserver

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx"
)

// A Server is a running PostgreSQL that trusts everybody on this machine.
type Server struct {
	PID  int // of its first process; the others are its children
	port int
}

// Start makes a cluster and starts it. With durable every commit waits for the
// disk, as in a real installation; without, nothing is safe and all is fast.
func Start(durable bool) (*Server, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "aantoonbaar-pg-")
	if err != nil {
		return nil, err
	}
	// PostgreSQL refuses to run as root; then it runs as the user that Debian made for it.
	root := os.Getuid() == 0
	if root {
		if out, err := exec.Command("chown", "postgres", dir).CombinedOutput(); err != nil {
			return nil, fmt.Errorf("chown: %w: %s", err, out)
		}
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	data := filepath.Join(dir, "data")
	options := fmt.Sprintf("-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories=%s -c fsync=%t -c max_connections=200", port, dir, durable)
	for _, line := range []string{
		fmt.Sprintf("%s/initdb -D %s -U postgres -A trust -E UTF8 --no-sync >/dev/null", bin, data),
		fmt.Sprintf("%s/pg_ctl -D %s -w -o '%s' -l %s/log start >/dev/null", bin, data, options, dir),
	} {
		if err := run(line, root); err != nil {
			return nil, err
		}
	}
	if err := watch(bin, dir, root); err != nil {
		return nil, err
	}
	pid, err := firstPID(data)
	return &Server{PID: pid, port: port}, err
}

func run(line string, root bool) error {
	args := []string{"sh", "-c", line}
	if root {
		args = []string{"su", "postgres", "-s", "/bin/sh", "-c", line}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	if out, err := exec.CommandContext(ctx, args[0], args[1:]...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", line, err, out)
	}
	return nil
}

// watch starts a process of its own that stops the server and removes its
// folder when this process has ended, even when it was killed.
func watch(bin, dir string, root bool) error {
	stop := fmt.Sprintf("%s/pg_ctl -D %s/data -m immediate stop", bin, dir)
	if root {
		stop = fmt.Sprintf("su postgres -s /bin/sh -c '%s'", stop)
	}
	line := fmt.Sprintf("while kill -0 %d 2>/dev/null; do sleep 1; done; %s; rm -rf %s", os.Getpid(), stop, dir)
	return exec.Command("setsid", "sh", "-c", line).Start()
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

func firstPID(data string) (int, error) {
	text, err := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	if err != nil {
		return 0, err
	}
	line, _, _ := strings.Cut(string(text), "\n")
	return strconv.Atoi(strings.TrimSpace(line))
}

// Create makes an empty database and returns its addresses for the owner's
// role, which migrates, and for the program's, which is a plain one.
func (s *Server) Create(ctx context.Context, name string) (owner, app string, err error) {
	super, err := sql.Open("pgx", s.address("postgres", "postgres"))
	if err != nil {
		return "", "", err
	}
	defer super.Close()
	for _, q := range []string{
		`DO $$ BEGIN CREATE ROLE owner LOGIN; CREATE ROLE app LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
		`CREATE DATABASE ` + name + ` OWNER owner`,
	} {
		if _, err := super.ExecContext(ctx, q); err != nil {
			return "", "", fmt.Errorf("%s: %w", q, err)
		}
	}
	return s.address("owner", name), s.address("app", name), nil
}

func (s *Server) address(role, name string) string {
	return fmt.Sprintf("postgres://%s@127.0.0.1:%d/%s?sslmode=disable", role, s.port, name)
}

// binaries finds PostgreSQL's programs, which Debian keeps off the path.
func binaries() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	if len(found) > 0 {
		return filepath.Dir(found[len(found)-1]), nil
	}
	p, err := exec.LookPath("initdb")
	if err != nil {
		return "", fmt.Errorf("PostgreSQL's server is not installed: %w", err)
	}
	return filepath.Dir(p), nil
}
