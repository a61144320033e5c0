package commands

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// BenchmarkStart starts the program and a bare one of the same libraries (testdata/bare) in turns, and
// prints medians: how long each takes until it answers, on a fresh database and on one that is there,
// their ratios, and what they hold of memory while nobody asks for anything.
//
//	go test ./commands -run xxx -bench Start -benchtime 1x
func BenchmarkStart(b *testing.B) {
	ours, bare := stripped(b, ".."), stripped(b, "./testdata/bare")
	for b.Loop() {
		figures := map[string][]float64{}
		for range rounds {
			s, r := newStarts(b, ours), newStarts(b, bare)
			for _, on := range []string{"fresh", "existing"} {
				figures[on+"-ms"] = append(figures[on+"-ms"], s.start())
				s.end()
				figures["bare-"+on+"-ms"] = append(figures["bare-"+on+"-ms"], r.start())
				r.end()
			}
		}
		figures["idle-MiB"], figures["bare-idle-MiB"] = []float64{newStarts(b, ours).idle()}, []float64{newStarts(b, bare).idle()}
		for name, all := range figures {
			b.ReportMetric(median(all), name)
		}
		b.ReportMetric(median(figures["fresh-ms"])/median(figures["bare-fresh-ms"]), "fresh-ratio")
		b.ReportMetric(median(figures["existing-ms"])/median(figures["bare-existing-ms"]), "existing-ratio")
	}
	for name, program := range map[string]string{"": ours, "bare-": bare} {
		if info, err := os.Stat(program); err == nil {
			b.ReportMetric(float64(info.Size())/1e6, name+"program-MB")
		}
	}
}

const rounds = 9

func median(all []float64) float64 {
	slices.Sort(all)
	return all[len(all)/2]
}

// stripped builds the program as releases are built.
func stripped(b *testing.B, from string) string {
	b.Helper()
	program := filepath.Join(b.TempDir(), "program")
	if said, err := exec.Command("go", "build", "-ldflags=-s -w", "-o", program, from).CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, said)
	}
	return program
}

// starts is a program with a folder and an address of its own.
type starts struct {
	b       *testing.B
	program string
	folder  string
	address string
	process *exec.Cmd
}

func newStarts(b *testing.B, program string) *starts {
	return &starts{b: b, program: program, folder: b.TempDir(), address: freeAddress(b)}
}

// start returns after how many milliseconds it answers. Each program takes its address and its
// folder from the environment.
func (s *starts) start() float64 {
	s.b.Helper()
	s.process = exec.Command(s.program)
	s.process.Env = append(os.Environ(), "PROKKEN_HTTP_ADDRESS="+s.address, "PROKKEN_DATA_DIR="+s.folder)
	begun := time.Now()
	if err := s.process.Start(); err != nil {
		s.b.Fatal(err)
	}
	for {
		if connection, err := net.Dial("tcp", s.address); err == nil {
			connection.Close()
			if status, _ := get(s.address + "/readyz"); status == http.StatusOK {
				return float64(time.Since(begun).Microseconds()) / 1000
			}
		}
		if time.Since(begun) > time.Minute {
			s.b.Fatal("it does not answer")
		}
		time.Sleep(500 * time.Microsecond)
	}
}

// end ends it as a user does.
func (s *starts) end() {
	_ = s.process.Process.Signal(os.Interrupt)
	_ = s.process.Wait() // the bare one knows no order
}

// idle returns what it holds of memory, in MiB, some seconds after it answered the first time.
func (s *starts) idle() float64 {
	s.b.Helper()
	s.start()
	defer s.end()
	time.Sleep(5 * time.Second)
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.process.Process.Pid))
	if err != nil {
		s.b.Skip(err) // no Linux
	}
	_, after, _ := strings.Cut(string(status), "VmRSS:")
	kilobytes, err := strconv.ParseFloat(strings.Fields(after)[0], 64)
	if err != nil {
		s.b.Fatal(err)
	}
	return kilobytes / 1024
}
