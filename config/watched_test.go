package config

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestWatchedSettings: nothing is open, and what is logged is what was, until somebody says otherwise.
func TestWatchedSettings(t *testing.T) {
	text := shipped(t)
	t.Chdir(t.TempDir())
	c, err := Load(text, "", nil)
	if err != nil || c.Metrics != (Metrics{}) || c.HTTP.Drain != 0 ||
		c.Log != (Log{Level: slog.LevelInfo, Format: Text, Requests: ChangesOfThings}) {
		t.Errorf("shipped: %+v %+v %v %v", c.Metrics, c.Log, c.HTTP.Drain, err)
	}
	c, err = Load(text, "", []string{
		"PROKKEN_METRICS_ADDRESS=127.0.0.1:9090", "PROKKEN_METRICS_TOKEN=short", "PROKKEN_HTTP_DRAIN=5s",
		"PROKKEN_LOG_LEVEL=warn", "PROKKEN_LOG_FORMAT=json", "PROKKEN_LOG_REQUESTS=all",
	})
	if err != nil || c.Metrics != (Metrics{Address: "127.0.0.1:9090", Token: "short"}) || c.HTTP.Drain != 5*time.Second ||
		c.Log != (Log{Level: slog.LevelWarn, Format: JSON, Requests: AllRequests}) {
		t.Errorf("set: %+v %+v %v", c.Metrics, c.Log, err)
	}
	file := filepath.Join(t.TempDir(), "own.yaml")
	if err := os.WriteFile(file, []byte("log: {level: debug}\nhttp: {drain: 2s}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if c, err = Load(text, file, nil); err != nil || c.Log.Level != slog.LevelDebug || c.HTTP.Drain != 2*time.Second {
		t.Errorf("from a file: %+v %v", c.Log, err)
	}
}

// TestBadWatchedSettings are named.
func TestBadWatchedSettings(t *testing.T) {
	text := shipped(t)
	t.Chdir(t.TempDir())
	production := "PROKKEN_ENVIRONMENT=production"
	for setting, environ := range map[string][]string{
		"metrics.address": {"PROKKEN_METRICS_ADDRESS=9090"},
		"metrics.token":   {production, "PROKKEN_METRICS_TOKEN=" + strings.Repeat("x", 31)},
		"http.drain":      {"PROKKEN_HTTP_DRAIN=2m"},
		"log.format":      {"PROKKEN_LOG_FORMAT=xml"},
		"log.requests":    {"PROKKEN_LOG_REQUESTS=some"},
		"Level":           {"PROKKEN_LOG_LEVEL=loud"},
	} {
		if _, err := Load(text, "", environ); err == nil || !strings.Contains(err.Error(), setting) {
			t.Errorf("%v: %v", environ, err)
		}
	}
	_, err := Load(text, "", []string{production, "PROKKEN_METRICS_TOKEN=" + strings.Repeat("x", 32)})
	if err == nil || strings.Contains(err.Error(), "metrics.token") {
		t.Errorf("a token of 32 characters: %v", err)
	}
}
