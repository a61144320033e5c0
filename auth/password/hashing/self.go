package hashing

import (
	"os"
	"runtime"
)

// Self is the running program's own file. On Linux it is the one that runs even where another
// version has taken its name.
func Self() string {
	if runtime.GOOS == "linux" {
		return "/proc/self/exe"
	}
	path, _ := os.Executable() // "" cannot be started, and passwords are hashed in the server
	return path
}
