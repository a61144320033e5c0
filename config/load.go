package config

import (
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"

	"github.com/caarlos0/env/v11"
	"github.com/goccy/go-yaml"
)

const prefix = "PROKKEN_"

// Load lays the file at path over the shipped configuration, the environment
// ("KEY=value" lines, as from os.Environ) over both, and checks the outcome.
// An empty path means config.yaml in the working directory, if there is one.
func Load(shipped []byte, path string, environ []string) (Config, error) {
	var c Config
	if err := decode(shipped, &c); err != nil {
		return c, fmt.Errorf("the shipped config.yaml: %w", err)
	}
	if err := readFile(path, &c); err != nil {
		return c, err
	}
	if err := readEnvironment(environ, &c); err != nil {
		return c, err
	}
	c.fillBaseURL()
	return c, c.check()
}

func (c *Config) fillBaseURL() {
	if c.BaseURL == "" && len(c.HTTP.Domains) > 0 {
		c.BaseURL = "https://" + c.HTTP.Domains[0]
	}
	host, port, err := net.SplitHostPort(c.HTTP.Address)
	if c.BaseURL != "" || c.InProduction() || err != nil {
		return
	}
	if ip := net.ParseIP(host); host == "" || host == "127.0.0.1" || ip.IsUnspecified() {
		host = "localhost"
	}
	c.BaseURL = "http://" + net.JoinHostPort(host, port)
}

func readFile(path string, c *Config) error {
	name := path
	if name == "" {
		name = "config.yaml"
	}
	text, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) && path == "" {
		return nil
	}
	if err != nil {
		return fmt.Errorf("cannot read the configuration: %w", err)
	}
	if err := decode(text, c); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// decode refuses unknown keys; its errors are one line: position and reason.
func decode(text []byte, c *Config) error {
	if isBlank(text) {
		return nil
	}
	plans, products := c.Plans, c.Products
	c.Plans, c.Products = nil, nil // a file's list replaces the one before
	err := yaml.UnmarshalWithOptions(text, c, yaml.Strict())
	if c.Plans == nil {
		c.Plans = plans
	}
	if c.Products == nil {
		c.Products = products
	}
	if err != nil {
		return errors.New(oneLine(yaml.FormatError(err, false, false)))
	}
	return nil
}

// isBlank: the decoder would empty c for a file without a single key.
func isBlank(text []byte) bool {
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			return false
		}
	}
	return true
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func readEnvironment(environ []string, c *Config) error {
	options := env.Options{Prefix: prefix, Environment: env.ToMap(environ)}
	params, err := env.GetFieldParamsWithOptions(c, options)
	if err != nil {
		return err
	}
	if err := refuseUnknown(options.Environment, params); err != nil {
		return err
	}
	if err := env.ParseWithOptions(c, options); err != nil {
		return fmt.Errorf("environment: %s", oneLine(strings.TrimPrefix(err.Error(), "env: ")))
	}
	return nil
}

// refuseUnknown names a variable that looks like ours and is not. PROKKEN_TEST_
// belongs to the tests.
func refuseUnknown(environ map[string]string, params []env.FieldParams) error {
	for name := range environ {
		ours := strings.HasPrefix(name, prefix) && !strings.HasPrefix(name, prefix+"TEST_")
		known := slices.ContainsFunc(params, func(p env.FieldParams) bool { return p.Key == name })
		if ours && !known {
			return fmt.Errorf("environment: there is no setting %s; config.yaml explains those there are", name)
		}
	}
	return nil
}
