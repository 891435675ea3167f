package se.partnersec.planted.holds.hold;

/** A name that readers could not guess, made of too much, behind an interface of too many methods. */
final class HoldDesk {
    HoldDesk(int a, int b, int c, int d, int e, int f, int g, int h) {}

    record Eight(int a, int b, int c, int d, int e, int f, int g, int h) {}

    interface All {
        void a();

        void b();

        void c();

        void d();

        void e();

        void f();

        void g();

        void h();

        void i();

        void j();

        void k();

        void l();

        void m();
    }
}
