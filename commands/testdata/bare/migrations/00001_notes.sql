-- +goose Up
CREATE TABLE notes (id integer PRIMARY KEY, text text NOT NULL);
