/** What is asked of PostgreSQL for an index in the schema `at`, quoted. */

/** Of patches with all words of a name, so many are looked at for the name itself. */
const mentionsCompared = 2000;

/**
 * Words are rows of `postings`, weighed by where they stand. The signs of the vectors lie close together in a table of their own, where all
 * are compared; there is no graph to build, and no filter makes it miss more.
 */
export const tables = (at: string): string => `
  create schema ${at};
  create table ${at}.meta (version integer, model text, next integer, files integer, patches integer, vectors integer, words bigint);
  create table ${at}.files (id integer primary key, path text unique, hash text, modified float8, size float8, language text);
  create table ${at}.patches (id integer primary key, file integer, hash text, kind text, name text, line integer, "endLine" integer,
    context text, docs text, code text, vector halfvec(384), terms text[], length smallint);
  create index on ${at}.patches (file);
  create table ${at}.postings (term text collate "C", patch integer, frequency smallint, length smallint,
    primary key (term, patch) include (frequency, length));
  create table ${at}.signs (patch integer primary key, signs bit(384));
`;

/** Takes out the files with the ids $1 or the paths $2, and tells how much that was. The words of the patches $3 stay, as they come again. */
export const removal = (at: string): string => `
  with old_files as (delete from ${at}.files where id = any($1) or path = any($2) returning id),
    old as (delete from ${at}.patches where file in (select id from old_files) returning id, terms, length),
    old_words as (select id, unnest(terms) as word from old where id <> all($3)),
    old_postings as (delete from ${at}.postings using old_words where term = word and patch = id),
    old_signs as (delete from ${at}.signs where patch in (select id from old) returning patch)
  select (select count(*) from old_files)::integer as files, count(*)::integer as patches,
    (select count(*) from old_signs)::integer as vectors,
    coalesce(sum(length), 0)::integer as words from old`;

/** Puts in the patches of the JSON array $1, and the words of those whose id is new: $2 or more. */
export const insertion = (at: string): string => `
  with new as materialized (select * from json_populate_recordset(null::${at}.patches, $1)),
    counted as (select id, "termFrequencies" from json_to_recordset($1) as x(id integer, "termFrequencies" smallint[])),
    new_patches as (insert into ${at}.patches select * from new),
    new_signs as (insert into ${at}.signs select id, binary_quantize(vector)::bit(384) from new where vector is not null)
  insert into ${at}.postings select unnest(terms), id, unnest("termFrequencies"), length from new join counted using (id) where id >= $2`;

/** BM25 as FTS5 counts it: a term that is asked twice counts twice. */
export const bestByWords = (at: string): string => `
  with asked as materialized (
    select term, count(*) as times, (select count(*) from ${at}.postings where postings.term = asked.term)::float8 as n
      from unnest($1::text[]) as asked(term) group by term),
    weighed as materialized (
      select term, times * greatest(1e-6, ln((patches - n + 0.5) / (n + 0.5))) as weight,
        words::float8 / greatest(patches, 1) as usual from asked, ${at}.meta)
  select patch as id, sum(weight * frequency * 2.2 / (frequency + 1.2 * (0.25 + 0.75 * length / usual))) as score
    from weighed join ${at}.postings using (term) group by patch order by score desc, patch limit $2`;

/** Patches with all the words $1, found by the rarest of them, whose code holds the name $2. */
export const speakingOf = (at: string): string => `
  with rarest as materialized (
    select word from unnest($1::text[]) as word
      order by (select count(*) from (select from ${at}.postings where term = word limit ${mentionsCompared}) as capped) limit 1),
    candidates as (
      select patch from ${at}.postings as one where term = (select word from rarest)
        and not exists (select from unnest($1::text[]) as word
          where not exists (select from ${at}.postings where term = word and patch = one.patch))
        limit ${mentionsCompared})
  select id from ${at}.patches where id in (select patch from candidates) and strpos(code, $2) > 0 limit $3`;
