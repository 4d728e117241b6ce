"""What leaves with a link: the page that other sites frame and its code, a QR code, how this site is cited."""
