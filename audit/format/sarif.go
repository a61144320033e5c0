package format

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"github.com/prokken/prokken/audit/report"
)

// SARIF is the findings in the format of that name, version 2.1.0, which code
// hosts and editors read. Version is this program's.
func SARIF(r report.Report, version string) ([]byte, error) {
	driver := sarifDriver{
		Name:    "Prokken audit",
		Version: Line(version),
		URI:     "https://prokken.com",
		Rules:   []sarifRule{},
	}
	for _, rule := range rules {
		driver.Rules = append(driver.Rules, rule.asSARIF())
	}
	run := sarifRun{
		Tool:    sarifTool{driver},
		Columns: "unicodeCodePoints",
		Results: []sarifResult{},
		Invocations: []sarifInvocation{{
			Successful: r.Stopped == "", Start: r.StartedAt.UTC().Format(time.RFC3339), End: r.EndedAt.UTC().Format(time.RFC3339),
		}},
	}
	for _, f := range r.Findings {
		run.Results = append(run.Results, resultOf(r, f))
	}
	return indented(sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}})
}

const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

func resultOf(r report.Report, f report.Finding) sarifResult {
	key := sha256.Sum256([]byte(f.Key()))
	result := sarifResult{
		Rule: string(f.Kind), Index: slices.IndexFunc(rules, func(one rule) bool { return one.kind == f.Kind }),
		Level:        levelOf(f.Severity),
		Message:      sarifText{plainMessage(f.What + " " + f.Mend)},
		Fingerprints: map[string]string{"prokkenFinding/v1": hex.EncodeToString(key[:])},
	}
	for _, page := range pagesOf(r, f) {
		result.Locations = append(result.Locations, sarifLocation{sarifPlace{sarifArtifact{page}}})
	}
	return result
}

// pagesOf are the pages of a finding, each once; the start page if it has none.
func pagesOf(r report.Report, f report.Finding) []string {
	var pages []string
	for _, w := range f.Seen {
		if w.Page != "" && !slices.Contains(pages, w.Page) {
			pages = append(pages, w.Page)
		}
	}
	if len(pages) == 0 {
		return []string{r.URL}
	}
	return pages
}

func levelOf(s report.Severity) string {
	switch s {
	case report.High:
		return "error"
	case report.Medium:
		return "warning"
	default:
		return "note"
	}
}

// plainMessage has no links: readers make them of [text](target), and sites
// choose names.
func plainMessage(text string) string {
	text = Line(text)
	if strings.Contains(text, "](") {
		text = strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`).Replace(text)
	}
	return text
}

// The parts of SARIF that a report needs.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool         `json:"tool"`
		Invocations []sarifInvocation `json:"invocations"`
		Columns     string            `json:"columnKind"`
		Results     []sarifResult     `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version"`
		URI     string      `json:"informationUri"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID      string       `json:"id"`
		Name    string       `json:"name"`
		Short   sarifText    `json:"shortDescription"`
		Help    sarifText    `json:"help"`
		Default sarifDefault `json:"defaultConfiguration"`
	}
	sarifDefault struct {
		Level string `json:"level"`
	}
	sarifInvocation struct {
		Successful bool   `json:"executionSuccessful"`
		Start      string `json:"startTimeUtc"`
		End        string `json:"endTimeUtc"`
	}
	sarifResult struct {
		Rule         string            `json:"ruleId"`
		Index        int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations"`
		Fingerprints map[string]string `json:"partialFingerprints"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifLocation struct {
		Place sarifPlace `json:"physicalLocation"`
	}
	sarifPlace struct {
		Artifact sarifArtifact `json:"artifactLocation"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
)
