// Command prokken serves prokken.com: the platform and its legal pages. Start
// reading at [github.com/prokken/prokken/commands].
package main

import (
	"embed"
	"os"

	"github.com/prokken/prokken/commands"
)

//go:embed config.yaml
var config []byte

//go:embed static content
var files embed.FS

func main() { os.Exit(commands.Main(config, files)) }
