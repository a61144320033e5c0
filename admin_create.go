package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"github.com/prokken/prokken/auth"
)

func createAdmin(ctx context.Context, o order) error {
	c, err := load(o.config)
	if err != nil {
		return err
	}
	flags := quietFlags("admin create")
	email := flags.String("email", "", "")
	if err := flags.Parse(o.words); err != nil || *email == "" {
		return errors.New("prokken admin create --email E, and the password on standard input")
	}
	password, err := bufio.NewReader(os.Stdin).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	db, err := openDatabase(ctx, c)
	if err != nil {
		return err
	}
	defer db.Close()
	accounts := auth.New(db, auth.Keys{}, auth.Settings{SiteName: c.Site.Name})
	if err := accounts.CreateAdmin(ctx, *email, strings.TrimRight(password, "\r\n")); err != nil {
		return err
	}
	o.say("%s is an admin now and can log in.", *email)
	return nil
}
