// The mark of the product: a river lantern with a flame.

export function Lantern({ size = 32, title }: { size?: number; title?: string }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 32 32"
      role={title ? 'img' : undefined}
      aria-label={title}
      aria-hidden={title ? undefined : true}
      focusable="false"
    >
      <path d="M16 2.500v4" stroke="#e9b566" strokeWidth="1.800" strokeLinecap="round" />
      <path d="M11.200 6.500h9.600l1.400 3.200H9.800z" fill="#e9b566" />
      <path d="M9 10.200h14c1.900 3.200 1.900 9.400 0 12.600H9c-1.900-3.200-1.900-9.400 0-12.600z" fill="#f4a73b" />
      <path
        d="M12.200 10.200c-1.300 3.200-1.300 9.400 0 12.600M19.800 10.200c1.300 3.200 1.300 9.400 0 12.600"
        stroke="#d98415"
        strokeWidth=".9"
        fill="none"
      />
      <path
        d="M16 12.400c2.500 2.900 3.200 4.400 3.200 5.800a3.200 3.200 0 0 1-6.400 0c0-1.400.7-2.900 3.200-5.800z"
        fill="#fff6e5"
      />
      <path d="M10.800 23.300h10.400l-1.300 2.900h-7.800z" fill="#e9b566" />
      <path d="M16 26.200v3.600M13.600 26.200v2.200M18.400 26.200v2.200" stroke="#e9b566" strokeWidth="1.300" strokeLinecap="round" />
    </svg>
  );
}
