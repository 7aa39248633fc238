"""What leaves the house (汇报材料): one model of slides and brief, and writers that draw it: pptx, docx, xlsx, html."""
