// Command prokken serves prokken.com: the platform and its legal pages.
package main

import (
	"context"
	"embed"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

//go:embed config.yaml
var shippedConfig []byte

//go:embed static content
var files embed.FS

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := command(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "prokken:", oneLine(err))
		os.Exit(1)
	}
}

// oneLine: some drivers answer with several.
func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }
