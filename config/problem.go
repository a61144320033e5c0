package config

import (
	"errors"
	"fmt"
	"strings"
)

// Problem is a setting that cannot work. Says tells why, and what to do.
type Problem struct{ Setting, Says string }

func wrong(setting, format string, values ...any) error {
	return Problem{setting, fmt.Sprintf(format, values...)}
}

// Error names the setting first.
func (p Problem) Error() string { return p.Setting + ": " + p.Says }

// Variable is the environment variable that sets the same; "" of a list, which the file alone sets.
func (p Problem) Variable() string {
	if strings.Contains(p.Setting, "[") || p.Setting == "integrations" {
		return ""
	}
	return prefix + strings.ToUpper(strings.ReplaceAll(p.Setting, ".", "_"))
}

// Problems are all the settings of a configuration that cannot work, each once.
type Problems []Problem

// Error joins them in one line.
func (ps Problems) Error() string {
	texts := make([]string, len(ps))
	for i, p := range ps {
		texts[i] = p.Error()
	}
	return strings.Join(texts, "; ")
}

// with adds what is wrong, but for a setting of which something is known already.
func (ps Problems) with(err error) Problems {
	var found Problems
	var one Problem
	if !errors.As(err, &found) && errors.As(err, &one) {
		found = Problems{one}
	}
	for _, p := range found {
		if !ps.name(p.Setting) {
			ps = append(ps, p)
		}
	}
	return ps
}

func (ps Problems) name(setting string) bool {
	for _, p := range ps {
		if p.Setting == setting {
			return true
		}
	}
	return false
}

func (ps Problems) err() error {
	if len(ps) == 0 {
		return nil
	}
	return ps
}
