package se.partnersec.gallra.operations.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsHttpServerTest {
    private boolean gone;

    @SuppressWarnings("NullAway.Init")
    private MetricsHttpServer server;

    @BeforeEach
    void open() throws IOException {
        server = new MetricsHttpServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), () -> {
            if (gone) {
                throw new IllegalStateException("row 4711 of Anna");
            }
            return "gallra_x 1\n".getBytes(StandardCharsets.UTF_8);
        });
    }

    @AfterEach
    void close() {
        server.close();
    }

    private HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void answers_a_scrape_and_nothing_else() throws Exception {
        HttpResponse<String> scraped = ask("GET", "/metrics");
        assertThat(scraped.statusCode()).isEqualTo(200);
        assertThat(scraped.body()).isEqualTo("gallra_x 1\n");
        assertThat(scraped.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(ask("HEAD", "/metrics").statusCode()).isEqualTo(200);
        for (String path : new String[] {"/", "/metrics/", "/metrics/../x", "/metrics2", "/-/healthy", "/alive/"}) {
            HttpResponse<String> other = ask("GET", path);
            assertThat(other.statusCode()).as(path).isEqualTo(404);
            assertThat(other.body()).as(path).isEmpty();
        }
        assertThat(ask("POST", "/metrics").statusCode()).isEqualTo(405);
        assertThat(ask("DELETE", "/metrics").statusCode()).isEqualTo(405);
    }

    @Test
    void without_figures_it_is_down_and_says_no_more() throws Exception {
        gone = true;
        HttpResponse<String> down = ask("GET", "/metrics");
        assertThat(down.statusCode()).isEqualTo(503);
        assertThat(down.body()).isEmpty();
        // Nobody is to start it anew for that.
        assertThat(ask("GET", "/alive").statusCode()).isEqualTo(204);
        gone = false;
        assertThat(ask("GET", "/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void clients_that_are_slow_to_ask_keep_nobody_waiting_and_are_cut_off() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                socket.getOutputStream().write("GET /metr".getBytes(StandardCharsets.UTF_8));
                socket.setSoTimeout(20_000);
                slow.add(socket);
            }
            long began = System.nanoTime();
            assertThat(ask("GET", "/alive").statusCode()).isEqualTo(204);
            assertThat(ask("GET", "/metrics").statusCode()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
            for (Socket each : slow) {
                assertThat(each.getInputStream().read()).as("closed").isEqualTo(-1);
            }
        } finally {
            for (Socket each : slow) {
                each.close();
            }
        }
    }

    @Test
    void a_page_that_gives_this_machine_a_name_of_its_own_is_told_nothing() throws Exception {
        assertThat(status("attacker.example")).isEqualTo("HTTP/1.1 421");
        assertThat(status("127.0.0.1.attacker.example:9464")).isEqualTo("HTTP/1.1 421");
        for (String own : List.of("localhost", "LOCALHOST:9464", "127.0.0.1", "[::1]:9464")) {
            assertThat(status(own)).as(own).isEqualTo("HTTP/1.1 200");
        }
    }

    private String status(String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write(("GET /metrics HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).substring(0, 12);
        }
    }
}
