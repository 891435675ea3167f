package se.partnersec.gallra.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import se.partnersec.gallra.testing.Program;

/** The job of call recordings, as users start it; the time is that of its dispose step, by Spring Batch. */
final class OurObjects implements ObjectWay {
    /** Many objects take long on a slow store. */
    private static final long PATIENCE_SECONDS = 3600;

    private final BenchServer server;
    private final String recordings;
    private final String transcripts;

    OurObjects(BenchServer server) {
        this.server = server;
        this.recordings = server.table("call_recording");
        this.transcripts = server.table("call_transcript");
    }

    /** Lets recordings go from a bucket without versions, where a newer copy could be lost: accepted by name, as a company would. */
    void acceptUnguarded() throws IOException {
        Path file = server.config().resolve("sources.yml");
        Files.writeString(
                file, Files.readString(file).replace("prefix: calls/}", "prefix: calls/, unguarded_delete: accepted}"));
    }

    @Override
    public String name() {
        return "ours";
    }

    @Override
    public String words() {
        return "dispose step: locks and decision (three times), intents, DeleteObjects, look at each, row, transcript, ledger";
    }

    @Override
    public boolean versioned() {
        return true;
    }

    /** Rows of nineteen customers that no hold is on, 30 to 40 days old, with a transcript each. */
    void name(ObjectStock stock) {
        server.jdbc().update("DELETE FROM " + transcripts);
        server.jdbc().update("DELETE FROM " + recordings);
        int batch = 5000;
        for (long from = 0; from < stock.objects(); from += batch) {
            StringBuilder rows = new StringBuilder();
            StringBuilder texts = new StringBuilder();
            for (long id = from + 1; id <= Math.min(stock.objects(), from + batch); id++) {
                rows.append(rows.isEmpty() ? "" : ",")
                        .append("(" + id + ", " + (1 + id % (IpLogRows.HELD_ONE_IN - 1))
                                + ", 'support', UTC_TIMESTAMP()"
                                + " - INTERVAL 30 DAY - INTERVAL " + (stock.objects() - id) * 864_000 / stock.objects()
                                + " SECOND, '" + stock.key(id) + "')");
                texts.append(texts.isEmpty() ? "" : ",").append("(" + id + ", " + id + ", 'Hej')");
            }
            server.jdbc()
                    .update("INSERT INTO " + recordings + " (id, customer_id, queue, ended_at, object_key) VALUES "
                            + rows);
            server.jdbc().update("INSERT INTO " + transcripts + " (id, recording_id, body) VALUES " + texts);
        }
        server.jdbc().execute("ANALYZE TABLE " + recordings + ", " + transcripts);
        server.settle();
    }

    @Override
    public double run(ObjectStock stock) {
        return run(stock, server.program(), process -> {});
    }

    /** @param watching told of the process as soon as it runs */
    double run(ObjectStock stock, Program program, Consumer<Process> watching) {
        Program.Started started = program.with("GALLRA_S3_BUCKET", stock.bucket())
                .with("GALLRA_S3_REGION", stock.server().region())
                .start("run", "call-recordings");
        watching.accept(started.process());
        Program.Answer answer = started.await(PATIENCE_SECONDS);
        Long rows = server.jdbc().queryForObject("SELECT COUNT(*) FROM " + recordings, Long.class);
        if (answer.exit() != 0 || rows == null || rows != 0) {
            throw new IllegalStateException("the run ended with " + answer.exit() + ", rows left: " + rows + ": "
                    + answer.out() + answer.err());
        }
        return OurRun.stepSeconds(server);
    }
}
