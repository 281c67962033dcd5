// Command aantoonbaar is the whole system: the server, and what the operator
// does on the command line.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"aantoonbaar/internal/app"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(app.Main(ctx, os.Args[1:], os.Stdout, os.Stderr))
}
