package se.partnersec.gallra.ledger.record;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.ledger.seal.SealedRecord;
import se.partnersec.gallra.support.crypto.Sha256;
import se.partnersec.gallra.support.json.CanonicalJson;

/**
 * A table beside the ledger whose rows are sealed: what keeps records, what lets them go, and who said so. All of them are append-only.
 * Columns are named here, so that one that a later version adds changes no row that is sealed.
 */
public enum SealedTable {
    GATE_LOG(key("epoch"), "moved_at by_session"),
    HOLD(
            key("id"),
            "uuid type scope_kind scope_key scope_text category placed_at until_on review_by legal_basis reason placed_by epoch"),
    HOLD_TARGET(key("hold_uuid", "target_key"), "noted_by"),
    HOLD_CENSUS(key("id"), "taken_at taken_by policy"),
    CENSUS_CHAIN(key("category", "part", "census"), "seq"),
    HELD_COUNT(key("hold_id", "place", "census"), "records highest missing"),
    APPROVED_RELEASE(
            key("hold_id"), "request_id requested_by kind hold_name released_at released_by reason informed_on epoch"),
    FISCAL_YEAR_VERSION(key("id"), "entity start_on end_on removed request_id epoch entered_at entered_by by_session"),
    BOOK_IMPORT(
            key("id"),
            "entity sha256 file_name company org_no generated_on imported_at imported_by vouchers fresh changed missing epoch stage by_session"),
    PERMIT(
            key("id"),
            "uuid request_id kind permit_ref category record_key number year_end entity allowed_from reason epoch requested_at requested_by"),
    SUBJECT_REQUEST(key("id"), "uuid kind subject_key received_on entered_at entered_by by_session"),
    REQUEST_EXTENSION(key("request_id"), "extended_at extended_by reason"),
    REQUEST_DECISION(
            key("uuid"),
            "request_id accepted decided_at decided_by identity law reason hold_id epoch entered_by by_session entered_person decided_person"),
    REQUEST_ITEM(key("id"), "decision category record_key number names noted_by"),
    REQUEST_ANSWER(key("id"), "request_id sent_on noted_at noted_by"),
    PERSON_LOGIN(key("id"), "issuer login person what request_id noted_at noted_by"),
    PERSON_KEY(key("id"), "person credential public_key algorithm origin offered_at offered_by by_session"),
    KEY_APPROVAL(
            key("request_id"),
            "key_id nonce authenticator_data client_data signature person given_at given_by by_session"),
    APPROVAL_REQUEST(
            key("id"), "uuid subject_kind subject_id terms reason valid_days requested_at requested_by by_session"),
    APPROVAL(key("request_id"), "requested_by approved_at approved_by by_session requested_person approved_person"),
    APPROVAL_END(key("request_id"), "approved_id run_id reason ended_at ended_by released"),
    POLICY_TEXT(key("fingerprint"), "policy sources noted_at noted_by"),
    POLICY_ADOPTED(key("request_id"), "rules limits epoch adopted_at adopted_by"),
    RUN_LIMIT(key("run_id"), "most expected records median request_id frozen_at limits"),
    PLAN(key("id"), "request_id kind as_of policy content valid_hours made_at made_by"),
    PLAN_END(key("plan_id", "category"), "run_id reason ended_at ended_by"),
    REPLAY(key("number"), "plan_id input seal seal_hash hold_epoch whole"),
    REPLAY_ROWS(key("plan_id", "category", "part"), "from_seq to_seq"),
    REPLAY_LOST(key("plan_id", "epoch"), "moved_at what answer"),
    REPLAY_END(key("plan_id"), "request_id seal_hash input records kept residue figures ended_at ended_by"),
    TAG_KEY(key("one"), "fingerprint noted_at"),
    LEDGER_AUDIT(key("id"), "audited_at audited_by category part to_seq hash rows_read records good open gaps"),
    PRUNED(key("id"), "kind older_than records rows_removed first_key last_key export pruned_at pruned_by"),
    AUDIT(key("id"), "at who by_session action subject detail");

    private final List<String> key;
    private final List<String> columns;

    SealedTable(List<String> key, String others) {
        this.key = key;
        this.columns =
                Stream.concat(key.stream(), Arrays.stream(others.split(" "))).toList();
    }

    private static List<String> key(String... columns) {
        return List.of(columns);
    }

    public static Optional<SealedTable> parse(String table) {
        return Arrays.stream(values())
                .filter(each -> each.table().equals(table))
                .findFirst();
    }

    /** Its name in the schema of the suite. */
    public String table() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * A row.
     *
     * @param key its key; of several columns each with its length in characters, as {@code 3:abc/2:de}, so that no two keys are one
     * @param text canonical JSON (RFC 8785) of its columns: each a text as the server writes it, bytes in lower-case hex, or null
     */
    public record Row(String key, String text) {
        /** 64 hex digits. */
        public String hash() {
            return Sha256.ofText(text);
        }
    }

    public SealedRecord record(Row row) {
        return SealedRecord.of(table(), row.key(), row.hash());
    }

    /** The rows, in no certain order; conditions may follow. */
    String select() {
        return columns.stream()
                .map(column -> (bytes(column) ? "LOWER(HEX(t." + column + "))" : "CAST(t." + column + " AS CHAR)")
                        + " AS " + column)
                .collect(Collectors.joining(", ", "SELECT ", " FROM " + table() + " t"));
    }

    /** Only {@code request_item.names} and {@code ledger_audit.hash} are no text. */
    private boolean bytes(String column) {
        return this == REQUEST_ITEM && column.equals("names") || this == LEDGER_AUDIT && column.equals("hash");
    }

    /** As {@link Row#key} has it. */
    public String keyExpression() {
        String joined = oneColumn()
                ? "CAST(t." + key.get(0) + " AS CHAR)"
                : key.stream()
                        .map(column -> "CONCAT(CHAR_LENGTH(t." + column + "), ':', t." + column + ")")
                        .collect(Collectors.joining(", ", "CONCAT_WS('/', ", ")"));
        return "CONVERT(" + joined + " USING utf8mb4) COLLATE utf8mb4_bin";
    }

    String firstColumn() {
        return key.get(0);
    }

    /** Columns of the key, to order by. */
    String order() {
        return key.stream().map(column -> "t." + column).collect(Collectors.joining(", "));
    }

    /** So many rows are in memory at once: texts of rules may be long. */
    int together() {
        return this == POLICY_TEXT ? 4 : 2_000;
    }

    /** The first column of a key of several, as text. */
    static String first(String key) {
        int colon = key.indexOf(':');
        int end = key.offsetByCodePoints(colon + 1, Integer.parseInt(key.substring(0, colon)));
        return key.substring(colon + 1, end);
    }

    boolean oneColumn() {
        return key.size() == 1;
    }

    Row row(ResultSet row, int number) throws SQLException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (String column : columns) {
            values.put(column, row.getString(column));
        }
        String place = oneColumn()
                ? String.valueOf(values.get(key.get(0)))
                : key.stream()
                        .map(column -> String.valueOf(values.get(column)))
                        .map(text -> text.codePointCount(0, text.length()) + ":" + text)
                        .collect(Collectors.joining("/"));
        return new Row(place, CanonicalJson.of(values));
    }
}
