package mail_test

import (
	"bufio"
	"fmt"
	"net"
)

// talk is a conversation line by line.
type talk struct {
	conn   net.Conn
	reader *bufio.Reader
}

func newTalk(conn net.Conn) talk { return talk{conn, bufio.NewReader(conn)} }

func (t talk) say(line string) { fmt.Fprintf(t.conn, "%s\r\n", line) }

// hear is the next line, or nothing when the other side has left.
func (t talk) hear() string {
	line, _ := t.reader.ReadString('\n')
	return line
}
