package mail_test

import (
	"net"
	"testing"
	"time"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/mail/mailtest"
)

// TestASlowServerIsLeft: however many steps there are, and none of them late, the whole ends in its
// limit. Another server may have taken the mail up by then.
func TestASlowServerIsLeft(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	const limit = 3 * time.Second
	go answerSlowly(listener, 11*limit/50)
	server := mailtest.Server{Address: listener.Addr().String()}
	if err := mail.SMTPWithin(server.Settings(), limit).Send(t.Context(), letter); err == nil {
		t.Error("the mail was sent after its time")
	}
}

// answerSlowly takes every command, each after that time.
func answerSlowly(listener net.Listener, each time.Duration) {
	conn, err := listener.Accept()
	if err != nil {
		return
	}
	defer conn.Close()
	talk := newTalk(conn)
	talk.say("220 localhost")
	for line := talk.hear(); line != ""; line = talk.hear() {
		time.Sleep(each)
		if line == "DATA\r\n" {
			talk.say("354 go on")
			for end := talk.hear(); end != ".\r\n" && end != ""; end = talk.hear() {
			}
		}
		talk.say("250 ok")
	}
}
