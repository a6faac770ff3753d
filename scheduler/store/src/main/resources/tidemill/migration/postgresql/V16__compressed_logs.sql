-- Bytes of the text where its content is compressed with zstd; null where the content is the text itself.
ALTER TABLE attempt_log ADD COLUMN text_bytes integer;
