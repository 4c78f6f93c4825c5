-- What a feed says about whose it is: its owner's e-mail address, and the texts of its podcast:txt with purpose "verify".
ALTER TABLE feeds
  ADD COLUMN owner_email text,
  ADD COLUMN verify_texts text[] NOT NULL DEFAULT '{}';

-- What a publisher puts into its feed to prove that it is its own.
ALTER TABLE subscriptions ADD COLUMN verify_token uuid NOT NULL DEFAULT gen_random_uuid();

-- How many immediate checks of feeds that are not proven to be its own a publisher has asked for, and since when.
CREATE TABLE check_budgets (
  publisher_id uuid PRIMARY KEY REFERENCES publishers ON DELETE CASCADE,
  since timestamptz NOT NULL,
  used integer NOT NULL
);
