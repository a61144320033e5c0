package commands

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestStartRefusesInOneLine: what keeps the program from starting is named, and
// nothing is left behind.
func TestStartRefusesInOneLine(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { taken.Close() })
	file := filepath.Join(t.TempDir(), "a-file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		words []string
		env   map[string]string
		names string
	}{
		"unknown command":  {[]string{"dance"}, nil, "dance"},
		"half a command":   {[]string{"admin"}, nil, "admin"},
		"one word for two": {[]string{"admin create"}, nil, "admin create"},
		"a word too many":  {[]string{"migrate", "now"}, nil, "now"},
		"unknown flag":     {[]string{"--dance"}, nil, "dance"},
		"no such file":     {[]string{"--config", "/nowhere.yaml"}, nil, "/nowhere.yaml"},
		"unknown setting":  {nil, map[string]string{"PROKKEN_HTTP_ADDRESSES": ":1"}, "PROKKEN_HTTP_ADDRESSES"},
		"the port is taken": {
			nil,
			map[string]string{"PROKKEN_HTTP_ADDRESS": taken.Addr().String()},
			"PROKKEN_HTTP_ADDRESS",
		},
		"the folder is a file": {
			nil,
			map[string]string{"PROKKEN_HTTP_ADDRESS": "127.0.0.1:0", "PROKKEN_DATA_DIR": file},
			"PROKKEN_DATA_DIR",
		},
		"no database": {
			[]string{"migrate"},
			map[string]string{"PROKKEN_DATABASE_URL": "postgres://127.0.0.1:1/x"},
			"database",
		},
		"admin, no address": {[]string{"admin", "create"}, nil, "--email"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShell(t)
			data := s.environ["PROKKEN_DATA_DIR"]
			for name, value := range tt.env {
				s = s.with(name, value)
			}
			_, err := s.try(t.Context(), tt.words...)
			if err == nil || !strings.Contains(err.Error(), tt.names) {
				t.Fatalf("got %v", err)
			}
			if _, err := os.Stat(filepath.Join(data, "prokken.db")); err == nil {
				t.Error("a database was left behind")
			}
		})
	}
}

// TestExitStatus: who starts the program again and again learns from it when that is of no use.
func TestExitStatus(t *testing.T) {
	t.Parallel()
	for variable, want := range map[string]int{
		"PROKKEN_HTTP_ADDRESSES=:1":                     badSettings,
		"PROKKEN_ENVIRONMENT=production":                badSettings,
		"PROKKEN_DATABASE_URL=postgres://127.0.0.1:1/x": 1,
	} {
		name, value, _ := strings.Cut(variable, "=")
		if _, err := newShell(t).with(name, value).try(t.Context(), "migrate"); err == nil || statusOf(err) != want {
			t.Errorf("%s: %d for %v", variable, statusOf(err), err)
		}
	}
}
