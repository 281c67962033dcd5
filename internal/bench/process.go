package bench

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A process is a child that serves.
type process struct {
	cmd *exec.Cmd
	url string // where it serves, "http://127.0.0.1:40123"
}

var listens = regexp.MustCompile(`listens on (127\.0\.0\.1:\d+)`)

// start runs the program with args and waits until it says where it listens.
func (b *Bench) start(ctx context.Context, args ...string) (*process, error) {
	cmd := exec.CommandContext(ctx, b.Program, args...)
	cmd.Stderr = os.Stderr
	cmd.Env = append(os.Environ(), "AANTOONBAAR_LISTEN=127.0.0.1:0")
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if m := listens.FindStringSubmatch(lines.Text()); m != nil {
			go func() { // the rest, so that it never waits for us to read
				for lines.Scan() {
				}
			}()
			return &process{cmd, "http://" + m[1]}, nil
		}
	}
	return nil, errors.Join(fmt.Errorf("%s %s ended before it listened", b.Program, strings.Join(args, " ")), cmd.Wait())
}

// serve starts the program on a database.
func (b *Bench) serve(ctx context.Context, p place) (*process, error) {
	return b.start(ctx, "serve", "--database", p.database, "--data", p.data)
}

// stop ends the child and waits for it.
func (p *process) stop() {
	_ = p.cmd.Process.Signal(syscall.SIGTERM) // a child that is gone already is fine
	_ = p.cmd.Wait()                          // ended by our signal: no news
}

// resident returns the child's resident memory in MB.
func (p *process) resident() (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == "VmRSS:" {
			kb, err := strconv.ParseFloat(f[1], 64)
			return kb * 1024 / 1e6, err
		}
	}
	return 0, errors.New("the kernel does not say how much memory is resident")
}

// cpuOf returns the processor time that a process has used, and with children
// that of its children at work too. Process 0 is none.
func cpuOf(pid int, children bool) time.Duration {
	sum := time.Duration(0)
	if pid == 0 {
		return sum
	}
	files, _ := filepath.Glob("/proc/[0-9]*/stat") // the pattern is right
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // it ended meanwhile
		}
		id, rest, _ := strings.Cut(string(text), " ")
		f := strings.Fields(rest[strings.LastIndexByte(rest, ')')+1:])
		if id != strconv.Itoa(pid) && (!children || f[1] != strconv.Itoa(pid)) {
			continue
		}
		user, _ := strconv.Atoi(f[11])
		system, _ := strconv.Atoi(f[12])
		sum += time.Duration(user+system) * 10 * time.Millisecond // the kernel's tick
	}
	return sum
}

// machine says in a line on what was measured.
func machine() string {
	name := "processor unknown"
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(text)) {
			if k, v, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(k) == "model name" {
				name = strings.TrimSpace(v)
				break
			}
		}
	}
	return fmt.Sprintf("%d × %s, %s/%s, %s; client and server on the same machine", runtime.NumCPU(), name, runtime.GOOS, runtime.GOARCH, runtime.Version())
}

// kill ends the child at once, as a machine that goes down does.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // a child that is gone already is fine
	_ = p.cmd.Wait()         // ended by our signal: no news
}
