package se.partnersec.gallra.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** The anchor: list every version, delete a thousand a request in parallel, list again. Nobody asks whether one may go. */
final class BareSequence implements ObjectWay {
    private static final int A_REQUEST = 1000;
    private static final int PARALLEL = 8;

    @Override
    public String name() {
        return "bare";
    }

    @Override
    public String words() {
        return "bare sequence: list, DeleteObjects of 1000 on 8 connections, list";
    }

    @Override
    public boolean versioned() {
        return true;
    }

    @Override
    public double run(ObjectStock stock) throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(PARALLEL);
        try (S3Client s3 = stock.server().store().client()) {
            long began = System.nanoTime();
            List<ObjectIdentifier> found = list(s3, stock);
            List<Future<Integer>> asked = new ArrayList<>();
            for (int from = 0; from < found.size(); from += A_REQUEST) {
                List<ObjectIdentifier> part = found.subList(from, Math.min(found.size(), from + A_REQUEST));
                asked.add(workers.submit(() -> s3.deleteObjects(r -> r.bucket(stock.bucket())
                                .delete(d -> d.objects(part).quiet(false)))
                        .deleted()
                        .size()));
            }
            int deleted = 0;
            for (Future<Integer> each : asked) {
                deleted += each.get();
            }
            int left = list(s3, stock).size();
            double seconds = (System.nanoTime() - began) / 1e9;
            if (deleted != stock.objects() || left != 0) {
                throw new IllegalStateException("the bare sequence deleted " + deleted + " and left " + left);
            }
            return seconds;
        } finally {
            workers.shutdownNow();
        }
    }

    private static List<ObjectIdentifier> list(S3Client s3, ObjectStock stock) {
        List<ObjectIdentifier> found = new ArrayList<>();
        for (ListObjectVersionsResponse page :
                s3.listObjectVersionsPaginator(r -> r.bucket(stock.bucket()).prefix(ObjectStock.PREFIX))) {
            page.versions()
                    .forEach(v -> found.add(ObjectIdentifier.builder()
                            .key(v.key())
                            .versionId(v.versionId())
                            .build()));
        }
        return found;
    }
}
