namespace Connectors.PostgreSql;

/// <summary>
/// The tables of shared quota, and the one function that works on them: what Core's QuotaLedger does, by the server's clock. A function,
/// so that a taking is one round trip and the gate's row is locked only while the server works, never while a process thinks. Each of its
/// statements sees what was committed before the lock was had.
/// </summary>
internal static class QuotaTables
{
    public const string Sql = """
                CREATE TABLE {schema}.quota_gates (
                    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                    provider     text COLLATE "C" NOT NULL,
                    owner        text COLLATE "C" NOT NULL,  -- who shares it: a connection, an account, a credential; empty: the app
                    limit_name   text COLLATE "C" NOT NULL,  -- scope, name, group
                    closed_until timestamptz,
                    full_at      timestamptz,                -- of a bucket
                    others       bigint NOT NULL DEFAULT 0,  -- taken by others, as far as an answer told
                    others_until timestamptz,
                    permits      bigint,                     -- as an answer told
                    span         interval,                   -- the window, as an answer told
                    idle_after   timestamptz NOT NULL,
                    UNIQUE (provider, owner, limit_name)
                );
                CREATE INDEX quota_gates_by_end ON {schema}.quota_gates (idle_after);

                CREATE TABLE {schema}.quota_holds (
                    gate      bigint NOT NULL REFERENCES {schema}.quota_gates ON DELETE CASCADE,
                    process   uuid NOT NULL,
                    turn      bigint NOT NULL,
                    batch     bigint NOT NULL,
                    units     bigint NOT NULL,               -- held: not spent yet, or under way
                    ends_at   timestamptz NOT NULL,
                    wants     bigint NOT NULL,
                    seen_at   timestamptz NOT NULL,
                    PRIMARY KEY (gate, process)
                );

                CREATE TABLE {schema}.quota_spent (
                    gate    bigint NOT NULL REFERENCES {schema}.quota_gates ON DELETE CASCADE,
                    ends_at timestamptz NOT NULL,
                    units   bigint NOT NULL,
                    PRIMARY KEY (gate, ends_at)
                );

                CREATE FUNCTION {schema}.quota_take(
                    a_provider text, a_owner text, a_limit text, a_process uuid, a_turn bigint, a_batch bigint,
                    a_kind text, a_permits bigint, a_span interval, a_share double precision, a_burst bigint, a_learned boolean,
                    a_held bigint, a_held_for interval, a_units bigint[], a_ages interval[], a_ends interval[],
                    a_want bigint, a_least bigint, a_remaining bigint, a_remaining_age interval, a_remaining_for interval, a_closed_for interval)
                RETURNS TABLE (
                    r_stale boolean, r_granted bigint, r_room bigint, r_room_in interval, r_part bigint, r_processes bigint, r_closed_for interval, r_permits bigint, r_span interval)
                LANGUAGE plpgsql AS $quota$
                DECLARE
                    g        {schema}.quota_gates%ROWTYPE;
                    mine     {schema}.quota_holds%ROWTYPE;
                    moment   timestamptz;
                    is_new   boolean;
                    window_  boolean := a_kind IN ('FixedWindow', 'SlidingWindow');
                    bucket   boolean := a_kind IN ('TokenBucket', 'LeakyBucket');
                    span_    interval;
                    shared   bigint;
                    ours     bigint;
                    allowed  bigint;
                    step     interval := interval '1 microsecond';
                    held     bigint;
                    used     bigint;
                    beyond   bigint;
                    need     bigint;
                    waiting  bigint;
                    one      record;
                BEGIN
                    INSERT INTO {schema}.quota_gates AS known (provider, owner, limit_name, idle_after)
                    VALUES (a_provider, a_owner, a_limit, clock_timestamp() + interval '1 hour')
                    ON CONFLICT (provider, owner, limit_name) DO UPDATE SET others = known.others
                    RETURNING known.* INTO g;
                    moment := clock_timestamp();
                    SELECT * INTO mine FROM {schema}.quota_holds WHERE gate = g.id AND process = a_process;
                    IF a_turn <= coalesce(mine.turn, a_turn - 1) THEN
                        RETURN QUERY SELECT true, 0::bigint, 0::bigint, interval '0', 0::bigint, 0::bigint, interval '0', NULL::bigint, NULL::interval;
                        RETURN;
                    END IF;

                    -- What has ended.
                    is_new := NOT EXISTS (SELECT FROM {schema}.quota_holds WHERE gate = g.id);
                    DELETE FROM {schema}.quota_spent WHERE gate = g.id AND ends_at <= moment - interval '5 s';
                    UPDATE {schema}.quota_holds SET units = 0 WHERE gate = g.id AND ends_at <= moment AND units > 0;
                    DELETE FROM {schema}.quota_holds WHERE gate = g.id AND units = 0 AND seen_at <= moment - interval '60 s';
                    IF g.others_until <= moment THEN
                        g.others := 0;
                    END IF;

                    -- How it is counted.
                    IF a_learned THEN
                        g.permits := a_permits;
                        g.span := a_span;
                    END IF;
                    span_ := greatest(coalesce(g.span, a_span), interval '1 microsecond');
                    shared := greatest(1, floor(coalesce(g.permits, a_permits) * a_share + 1e-9)::bigint);
                    IF a_kind = 'LeakyBucket' THEN
                        ours := a_burst;
                        allowed := a_burst;
                    ELSE
                        ours := shared;
                        allowed := CASE WHEN bucket THEN shared ELSE greatest(1, coalesce(g.permits, a_permits)) END;
                    END IF;
                    IF bucket THEN
                        step := greatest(1, ceil(extract(epoch FROM span_) * 1000000 / shared))::double precision * interval '1 microsecond';
                    END IF;

                    -- What the process tells.
                    INSERT INTO {schema}.quota_holds AS known (gate, process, turn, batch, units, ends_at, wants, seen_at)
                    VALUES (g.id, a_process, a_turn, greatest(a_batch, coalesce(mine.batch, 0)), a_held, moment + a_held_for, 0, moment)
                    ON CONFLICT (gate, process) DO UPDATE SET turn = excluded.turn, batch = excluded.batch, units = excluded.units, ends_at = excluded.ends_at, seen_at = excluded.seen_at;
                    IF a_batch > coalesce(mine.batch, 0) THEN
                        IF bucket THEN
                            FOR one IN SELECT * FROM unnest(a_units, a_ages) AS told(units, age) LOOP
                                g.full_at := greatest(g.full_at, moment - one.age) + one.units * step;
                            END LOOP;
                        ELSIF window_ THEN
                            INSERT INTO {schema}.quota_spent AS known (gate, ends_at, units)
                            SELECT g.id, date_bin(greatest(span_ / 512, interval '1 ms'), moment + told.ends - interval '1 microsecond', timestamptz 'epoch') + greatest(span_ / 512, interval '1 ms'), sum(told.units)
                            FROM unnest(a_units, a_ends) AS told(units, ends) WHERE told.ends > interval '0' GROUP BY 2
                            ON CONFLICT (gate, ends_at) DO UPDATE SET units = known.units + excluded.units;
                        END IF;
                    END IF;
                    IF a_closed_for > interval '0' THEN
                        g.closed_until := greatest(g.closed_until, moment + a_closed_for);
                    END IF;
                    SELECT coalesce(sum(units), 0) INTO held FROM {schema}.quota_holds WHERE gate = g.id;
                    IF a_remaining IS NOT NULL AND (bucket OR window_) THEN
                        IF bucket THEN
                            beyond := ours - a_remaining - held - ceil(greatest(0, extract(epoch FROM g.full_at - moment) / extract(epoch FROM step)));
                            IF beyond > 0 THEN
                                g.full_at := greatest(g.full_at, moment) + beyond * step;
                            END IF;
                        ELSE
                            SELECT coalesce(sum(units), 0) INTO used FROM {schema}.quota_spent WHERE gate = g.id AND ends_at > moment - least(a_remaining_age, interval '5 s');
                            g.others := greatest(0, allowed - a_remaining - held - used);
                            g.others_until := moment + CASE WHEN a_remaining_for > interval '0' THEN least(a_remaining_for, greatest(span_, interval '1 day')) ELSE span_ END;
                        END IF;
                    END IF;

                    -- What it gets.
                    used := 0;
                    IF bucket THEN
                        used := ceil(greatest(0, extract(epoch FROM g.full_at - moment) / extract(epoch FROM step)));
                    ELSIF window_ THEN
                        SELECT coalesce(sum(units), 0) INTO used FROM {schema}.quota_spent WHERE gate = g.id AND ends_at > moment;
                    END IF;
                    r_room := least(ours - held - coalesce(used, 0), allowed - held - coalesce(used, 0) - g.others);
                    SELECT count(*) INTO waiting FROM {schema}.quota_holds WHERE gate = g.id AND process <> a_process AND wants > 0 AND seen_at > moment - interval '2 s';
                    SELECT CASE WHEN waiting = 0 THEN ours ELSE greatest(1, ours / (1 + count(*) FILTER (WHERE process <> a_process AND (units > 0 OR wants > 0)))) END,
                        count(*) FILTER (WHERE seen_at > moment - interval '60 s')
                    INTO r_part, r_processes FROM {schema}.quota_holds WHERE gate = g.id;
                    r_granted := 0;
                    IF coalesce(g.closed_until <= moment, true) AND a_want > 0 AND r_room >= greatest(1, a_least) THEN
                        r_granted := least(a_want, greatest(a_least, (r_room + waiting) / (waiting + 1)));
                        IF a_kind = 'Concurrency' THEN
                            r_granted := least(r_granted, greatest(0, r_part - a_held));
                        END IF;
                    END IF;
                    UPDATE {schema}.quota_holds SET units = units + r_granted, wants = a_want - r_granted WHERE gate = g.id AND process = a_process;
                    r_room := greatest(0, r_room - r_granted);

                    -- When there may be more: what others hold may come back at any moment.
                    need := greatest(1, a_least) - least(ours - a_held - r_granted - coalesce(used, 0), allowed - a_held - r_granted - coalesce(used, 0) - g.others);
                    r_room_in := interval '0';
                    IF need > 0 AND bucket THEN
                        r_room_in := greatest(interval '0', (g.full_at - (coalesce(used, 0) - need) * step) - moment);
                    ELSIF need > 0 AND window_ THEN
                        SELECT greatest(interval '0', least(min(ends.ends_at), CASE WHEN g.others > 0 THEN g.others_until END) - moment) INTO r_room_in
                        FROM (SELECT ends_at, sum(units) OVER (ORDER BY ends_at) AS freed FROM {schema}.quota_spent WHERE gate = g.id AND ends_at > moment) AS ends WHERE ends.freed >= need;
                    END IF;
                    r_closed_for := greatest(interval '0', coalesce(g.closed_until - moment, interval '0'));
                    r_room_in := greatest(coalesce(r_room_in, interval '0'), r_closed_for);

                    UPDATE {schema}.quota_gates SET closed_until = g.closed_until, full_at = g.full_at, others = g.others, others_until = g.others_until, permits = g.permits, span = g.span,
                        idle_after = CASE WHEN idle_after > ends.last THEN idle_after ELSE ends.last + interval '1 hour' END
                    FROM (SELECT greatest(g.closed_until, g.full_at, g.others_until, moment + a_held_for, moment + span_ + interval '60 s') AS last) AS ends
                    WHERE id = g.id;
                    IF is_new THEN
                        DELETE FROM {schema}.quota_gates WHERE id IN (
                            SELECT id FROM {schema}.quota_gates WHERE idle_after <= moment AND id <> g.id ORDER BY idle_after LIMIT 100 FOR UPDATE SKIP LOCKED);
                    END IF;
                    r_stale := false;
                    r_permits := g.permits;
                    r_span := g.span;
                    RETURN NEXT;
                END
                $quota$;
        """;
}
